import type { ReactNode } from 'react'
import { Menu as AriaMenu, MenuItem, MenuTrigger, Popover, Pressable } from 'react-aria-components'
import { Button, IconButton } from './Button.tsx'
import { Kbd } from './Marks.tsx'

export interface MenuEntry {
  readonly id: string
  readonly word: string
  readonly icon?: ReactNode
  readonly key?: string
  readonly disabled?: boolean
  readonly run: () => void
}

/** A button that opens a menu of acts. With `icon` alone it shows only the icon, named `name`. */
export function Menu({
  name,
  icon,
  entries,
  shown = false,
}: {
  readonly name: string
  readonly icon?: ReactNode
  readonly entries: readonly MenuEntry[]
  /** Shows the name beside the icon. */
  readonly shown?: boolean
}) {
  return (
    <MenuTrigger>
      <Pressable>
        {shown ? <Button icon={icon}>{name}</Button> : <IconButton name={name} icon={icon} />}
      </Pressable>
      <Popover className="float" placement="bottom end">
        <AriaMenu
          className="menu"
          aria-label={name}
          onAction={(id) => entries.find((entry) => entry.id === id)?.run()}
          disabledKeys={entries.filter((entry) => entry.disabled).map((entry) => entry.id)}
        >
          {entries.map((entry) => (
            <MenuItem key={entry.id} id={entry.id} textValue={entry.word}>
              {entry.icon}
              {entry.word}
              {entry.key && <Kbd>{entry.key}</Kbd>}
            </MenuItem>
          ))}
        </AriaMenu>
      </Popover>
    </MenuTrigger>
  )
}
