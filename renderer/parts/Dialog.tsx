import type { ReactNode } from 'react'
import { Dialog as AriaDialog, Heading, Modal, ModalOverlay } from 'react-aria-components'
import { Button } from './Button.tsx'

export interface DialogProps {
  readonly title: string
  readonly open: boolean
  readonly onClose: () => void
  readonly children: ReactNode
  /** The buttons at the foot. */
  readonly acts?: ReactNode
  readonly wide?: boolean
  /**
   * Set while closing would lose something: Esc and a click outside then do nothing. `click`: only a click outside does
   * nothing, for it may be a slip, and Esc is not.
   */
  readonly held?: boolean | 'click'
  readonly role?: 'dialog' | 'alertdialog'
}

/** A dialog. Esc closes it, the focus stays within and goes back to where it came from. */
export function Dialog({ title, open, onClose, children, acts, wide, held, role }: DialogProps) {
  return (
    <ModalOverlay
      className="veil"
      isOpen={open}
      isDismissable={!held}
      isKeyboardDismissDisabled={held === true}
      onOpenChange={(stays) => !stays && onClose()}
    >
      <Modal>
        <AriaDialog className={wide ? 'dialog wide float' : 'dialog float'} role={role ?? 'dialog'}>
          <header>
            <Heading slot="title" level={2}>
              {title}
            </Heading>
          </header>
          <div className="said">{children}</div>
          {acts && <footer>{acts}</footer>}
        </AriaDialog>
      </Modal>
    </ModalOverlay>
  )
}

/** Before something with no way back: the button repeats the verb and the thing. */
export function ConfirmDialog({
  title,
  open,
  children,
  act,
  stay = 'Not now',
  busy,
  onDo,
  onClose,
}: {
  readonly title: string
  readonly open: boolean
  readonly children: ReactNode
  /** The verb and the thing: `Archive JLB/7`. */
  readonly act: string
  readonly stay?: string
  readonly busy?: boolean
  readonly onDo: () => void
  readonly onClose: () => void
}) {
  return (
    <Dialog
      title={title}
      open={open}
      onClose={onClose}
      role="alertdialog"
      acts={
        <>
          <Button onClick={onClose}>{stay}</Button>
          <Button look="first" disabled={busy ?? false} onClick={onDo}>
            {act}
          </Button>
        </>
      }
    >
      {children}
    </Dialog>
  )
}
