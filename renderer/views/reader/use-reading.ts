import { useCallback, useEffect, useRef, useState } from 'react'
import type { Result } from '../../../casework/contract/contract.ts'
import type { CaseworkError } from '../../../casework/contract/errors.ts'
import type { Place } from '../../../casework/contract/shapes.ts'
import type { NoteFields, PageRuns, ReadingNote, ReadingPlace } from '../../../casework/reading.ts'
import type { Taking } from '../../../casework/rules/carrying.ts'
import { client } from '../../api.ts'
import { useJobs } from '../../data/jobs.ts'
import { type OpenPdf, openPdf } from '../evidence/pdf.ts'

/** A bundle that is open, and its pages. */
export interface OpenReading {
  readonly opened: Result<'reading.open'>
  readonly pdf: OpenPdf['pdf']
}

/** Opens a bundle for as long as the screen stands. Null while it is read over; then it, or what was wrong. */
export function useOpenReading(place: Place): OpenReading | { readonly error: Error } | null {
  const jobs = useJobs()
  const [state, setState] = useState<OpenReading | { readonly error: Error } | null>(null)
  useEffect(() => {
    const held: { gone: boolean; pdf: OpenPdf | null } = { gone: false, pdf: null }
    const open = async () => {
      const opened = await jobs.start('reading.open', { file: place.id }, `Opening ${place.name}`)
      const close = () => void client.call('reading.close', { id: opened.id }).catch(() => undefined)
      if (held.gone) return close()
      const pdf = await openPdf(`reading/${opened.id}`, opened.bytes).catch((cause: unknown) => {
        close()
        throw cause
      })
      if (held.gone) {
        pdf.close()
        return close()
      }
      held.pdf = {
        pdf: pdf.pdf,
        close: () => {
          pdf.close()
          close()
        },
      }
      setState({ opened, pdf: pdf.pdf })
    }
    open().catch((error: Error) => !held.gone && setState({ error }))
    return () => {
      held.gone = true
      held.pdf?.close()
    }
  }, [jobs, place])
  return state
}

/**
 * What a reader keeps, and the acts that change it. Notes show at once, so that nobody types into nothing while the
 * disk is written to; acts reach the disk in the order they were done, and `error` says when one did not.
 */
export interface Kept {
  readonly notes: readonly ReadingNote[]
  readonly read: PageRuns
  /** What could not be kept, until the next thing is. */
  readonly error: CaseworkError | null
  /** The note as it shows; its id holds for as long as the bundle is open. */
  add(fields: NoteFields): ReadingNote
  change(note: string, fields: Partial<NoteFields>): void
  remove(note: string): void
  mark(from: number, to: number, read: boolean): Promise<void>
  place(place: ReadingPlace): void
  /** Takes along what was kept of an earlier version. False where that could not be kept. */
  carry(from: string, what: Taking): Promise<boolean>
}

/** Keeps notes, pages read and the place of an open bundle. */
export function useKept({ opened }: OpenReading): Kept {
  const { id, state } = opened
  const [notes, setNotes] = useState<readonly ReadingNote[]>(state.notes)
  const [read, setRead] = useState<PageRuns>(state.read)
  const [error, setError] = useState<CaseworkError | null>(null)
  const last = useRef(JSON.stringify(state.place))
  const now = useRef(notes)
  // A note made here shows under an id of its own until the bundle is closed; the workbench knows it by another.
  const known = useRef(new Map(state.notes.map((note) => [note.id, note.id])))
  const count = useRef(0)
  const turn = useRef<Promise<unknown>>(Promise.resolve())

  const set = useCallback((next: readonly ReadingNote[]) => {
    now.current = next
    setNotes(next)
  }, [])
  /** Does acts one after another. */
  const attempt = useCallback(<T>(act: () => Promise<T>): Promise<T | null> => {
    const done = turn.current.then(async () => {
      try {
        const result = await act()
        setError(null)
        return result
      } catch (thrown) {
        setError(thrown as CaseworkError)
        return null
      }
    })
    turn.current = done
    return done
  }, [])

  // The whole note each time: what could not be kept before is kept with the next change.
  const write = useCallback(
    async (shown: string) => {
      const note = now.current.find((each) => each.id === shown)
      if (note === undefined) return
      const real = known.current.get(shown)
      const { id: _id, made: _made, changed: _changed, ...whole } = note
      const { note: kept } = await client.call('reading.note', {
        id,
        change:
          real === undefined ? { do: 'add', fields: whole } : { do: 'change', note: real, fields: whole },
      })
      if (kept === null) return
      known.current.set(shown, kept.id)
      set(
        now.current.map((each) =>
          each.id === shown ? { ...each, made: kept.made, changed: kept.changed } : each,
        ),
      )
    },
    [id, set],
  )
  const add = useCallback<Kept['add']>(
    (fields) => {
      const at = Math.round(performance.timeOrigin + performance.now())
      const note = { ...fields, id: `new${++count.current}`, made: at, changed: at }
      set([...now.current, note])
      void attempt(() => write(note.id))
      return note
    },
    [attempt, set, write],
  )
  const change = useCallback<Kept['change']>(
    (shown, fields) => {
      set(now.current.map((each) => (each.id === shown ? { ...each, ...fields } : each)))
      void attempt(() => write(shown))
    },
    [attempt, set, write],
  )
  const remove = useCallback<Kept['remove']>(
    (shown) => {
      set(now.current.filter((each) => each.id !== shown))
      void attempt(async () => {
        const real = known.current.get(shown)
        if (real !== undefined)
          await client.call('reading.note', { id, change: { do: 'remove', note: real } })
      })
    },
    [attempt, id, set],
  )
  const mark = useCallback<Kept['mark']>(
    async (from, to, was) => {
      const done = await attempt(() => client.call('reading.mark', { id, from, to, read: was }))
      if (done !== null) setRead(done.read)
    },
    [attempt, id],
  )
  const place = useCallback<Kept['place']>(
    (at) => {
      const text = JSON.stringify(at)
      if (text === last.current) return
      last.current = text
      void attempt(() => client.call('reading.place', { id, place: at }))
    },
    [attempt, id],
  )
  const carry = useCallback<Kept['carry']>(
    async (from, what) => {
      const done = await attempt(() => client.call('reading.carry', { id, from, ...what }))
      if (done === null) return false
      // Acts done meanwhile stand: only what came over is added to what shows.
      const here = new Set(known.current.values())
      const fresh = done.state.notes.filter((note) => !here.has(note.id))
      for (const note of fresh) known.current.set(note.id, note.id)
      set([...now.current, ...fresh])
      setRead(done.state.read)
      return true
    },
    [attempt, id, set],
  )
  return { notes, read, error, add, change, remove, mark, place, carry }
}
