import { useState } from 'react'
import type { NoteBox, NoteFields, ReadingNote } from '../../../casework/reading.ts'
import { announce } from '../../parts/Announce.tsx'
import { toast } from '../../parts/Toast.tsx'
import { chosenIn } from './marks.ts'
import { noteNumber } from './notes-model.ts'
import type { Kept } from './use-reading.ts'
import type { Viewer } from './viewer.ts'

const blank = { quote: '', words: '', tag: '', colour: 'mark' } as const
const made = {
  note: 'Note added',
  highlight: 'Highlighted',
  box: 'Box drawn',
  bookmark: 'Bookmarked',
} as const

/** Whether the window has room for notes beside the pages: in rem, which follow the size of text. */
const roomBeside = (): boolean =>
  window.innerWidth >= 68.75 * Number.parseFloat(getComputedStyle(document.documentElement).fontSize)

/** The notes of an open bundle as they show: which is open, which are listed, and the acts that make and remove them. */
export function useNotes(kept: Kept, viewer: () => Viewer | null, labelOf: (page: number) => string) {
  const [shown, setShown] = useState(roomBeside)
  const [all, setAll] = useState(true)
  const [tag, setTag] = useState<string | null>(null)
  const [current, setCurrent] = useState<string | null>(null)
  const [writing, setWriting] = useState<string | null>(null)

  const here = () => viewer()?.page() ?? 1
  const open = (note: Pick<ReadingNote, 'id'>, write = false) => {
    setCurrent(note.id)
    setWriting(write ? note.id : null)
    setShown(true)
  }
  const leave = () => {
    setCurrent(null)
    viewer()?.container.focus()
  }
  const add = (fields: NoteFields, write: boolean) => {
    const note = kept.add(fields)
    setTag(null)
    open(note, write)
    announce(`${made[fields.kind]}, page ${labelOf(fields.page)}`)
  }
  const remove = (note: ReadingNote) => {
    kept.remove(note.id)
    leave()
    const { id: _id, made: _made, changed: _changed, ...fields } = note
    const words = note.kind === 'bookmark' ? 'Bookmark removed' : 'Note removed'
    toast({ words: `${words}, p.${noteNumber(note, labelOf)}`, undo: () => kept.add(fields) })
  }
  /** Highlights the words that are selected. False where none are. */
  const highlight = (write = false): boolean => {
    const at = viewer()
    const words = at === null ? null : chosenIn(at.container, at.pageView)
    if (words === null) return false
    document.getSelection()?.removeAllRanges()
    add({ ...blank, ...words, boxes: [...words.boxes], kind: 'highlight' }, write)
    return true
  }
  const write = () => {
    if (!highlight(true)) add({ ...blank, boxes: [], kind: 'note', page: here() }, true)
  }
  const box = (page: number, drawn: NoteBox) => add({ ...blank, boxes: [drawn], kind: 'box', page }, true)
  const bookmark = () => {
    const at = here()
    const known = kept.notes.find((note) => note.kind === 'bookmark' && note.page === at)
    if (known === undefined) add({ ...blank, boxes: [], kind: 'bookmark', page: at }, false)
    else remove(known)
  }
  return {
    shown,
    setShown,
    all,
    setAll,
    tag,
    setTag,
    current,
    setCurrent,
    writing,
    open,
    leave,
    add,
    remove,
    highlight,
    write,
    box,
    bookmark,
  }
}
