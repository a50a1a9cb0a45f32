import { Eye, EyeOff, LockKeyhole, Pencil } from 'lucide-react'
import { useEffect, useState } from 'react'
import { register, type StoredOf, type ValuesOf } from '../../../casework/entities/index.ts'
import { useDo } from '../../data/ask.ts'
import { RecordForm } from '../../entities/RecordForm.tsx'
import { Button } from '../../parts/Button.tsx'
import { Dialog } from '../../parts/Dialog.tsx'
import { ErrorNote, Note } from '../../parts/Note.tsx'
import { contactLines } from './contact-lines.ts'

const shownFor = 30_000
type Page = StoredOf<'contact'> | 'none' | null

/**
 * The contact page of a statement. Nothing of it is asked for until Show is pressed, since asking is what is logged;
 * it hides again after half a minute.
 */
export function Contact({
  caseId,
  statement,
  reference,
  onClose,
}: {
  readonly caseId: string
  readonly statement: string
  /** The statement's printed reference. */
  readonly reference: string
  readonly onClose: () => void
}) {
  const look = useDo('statements.contact')
  const set = useDo('statements.setContact')
  const [page, setPage] = useState<Page>(null)
  const [editing, setEditing] = useState(false)

  useEffect(() => {
    if (page === null || editing) return
    const timer = setTimeout(() => setPage(null), shownFor)
    return () => clearTimeout(timer)
  }, [page, editing])

  const show = async () => {
    const { contact } = await look.run({ caseId, statement })
    setPage(contact ?? 'none')
  }
  const save = async (fields: Partial<ValuesOf<'contact'>>) => {
    if (Object.keys(fields).length > 0) {
      const { contact } = await set.run({ caseId, statement, fields })
      setPage(contact)
    }
    setEditing(false)
  }
  const values = page === null || page === 'none' ? register.contact.blank : page.fields
  const lines = contactLines(values, page === null)
  return (
    <Dialog
      title={`Contact page of ${reference}`}
      open
      wide={editing}
      held={editing}
      onClose={onClose}
      acts={
        editing ? undefined : (
          <>
            <Button onClick={onClose}>Close</Button>
            {page === null ? (
              <Button
                look="first"
                icon={<Eye className="i s" aria-hidden />}
                disabled={look.busy}
                onClick={() => void show().catch(() => undefined)}
              >
                Show 30 s
              </Button>
            ) : (
              <>
                <Button icon={<EyeOff className="i s" aria-hidden />} onClick={() => setPage(null)}>
                  Hide
                </Button>
                <Button
                  look="first"
                  icon={<Pencil className="i s" aria-hidden />}
                  onClick={() => setEditing(true)}
                >
                  {page === 'none' ? 'Fill in' : 'Edit'}
                </Button>
              </>
            )}
          </>
        )
      }
    >
      <p className="statements-kept">
        <LockKeyhole className="i s" aria-hidden />
        <span>
          Looking at this page is written in the audit. It is never served, and never searched, listed or
          printed.
        </span>
      </p>
      <ErrorNote error={look.error} />
      {editing ? (
        <RecordForm
          caseId={caseId}
          type="contact"
          values={values}
          act="Save contact page"
          busy={set.busy}
          error={set.error}
          onSave={(fields) => void save(fields as Partial<ValuesOf<'contact'>>).catch(() => undefined)}
          onCancel={() => setEditing(false)}
        />
      ) : page === 'none' ? (
        <Note tone="calm">
          <p>Nothing is written on it yet.</p>
        </Note>
      ) : (
        <dl
          className="facts statements-contact"
          aria-label={page === null ? 'Hidden' : 'Shown for 30 seconds'}
        >
          {lines.map(({ label, words }) => (
            <div key={label}>
              <dt>{label}</dt>
              <dd>
                {page === null ? (
                  <>
                    <span aria-hidden>{words}</span>
                    <span className="unseen">hidden</span>
                  </>
                ) : (
                  words
                )}
              </dd>
            </div>
          ))}
        </dl>
      )}
    </Dialog>
  )
}
