import { useCallback, useEffect, useMemo, useRef, useState, useSyncExternalStore } from 'react'
import { client } from '../../api.ts'
import { useShell } from '../../state/session.ts'
import type { Statement, StatementValues } from './heading.ts'
import { begun, kept, type Paragraph } from './paragraphs.ts'
import { createSaver, type Saving } from './saver.ts'

type Head = Omit<StatementValues, 'paragraphs'>
/** A statement while it is open: what is on the screen, which is always at least as new as what is saved. */
export interface Draft {
  readonly values: StatementValues
  readonly paragraphs: readonly Paragraph[]
  readonly saving: Saving
  readonly write: (paragraphs: readonly Paragraph[]) => void
  readonly set: (fields: Partial<Head>) => void
  /** Saves at once; false when something could not be saved. */
  readonly flush: () => Promise<boolean>
  /** After a conflict: keeps what is on the screen, over the version now saved. */
  readonly keepMine: () => void
  /** After a conflict or a refusal: shows what is saved and drops what is not. */
  readonly takeSaved: () => void
}

/** Opens a statement for writing. Saves by itself after a pause, on leaving a field, the window or the screen. */
export function useDraft(caseId: string, saved: Statement): Draft {
  const [values, setValues] = useState(saved.fields)
  const [paragraphs, setParagraphs] = useState(() => begun(saved.fields.paragraphs))
  const latest = useRef(saved)
  const lockNow = useRef(useShell().lock)
  latest.current = saved
  // biome-ignore lint/correctness/useExhaustiveDependencies: one saver for as long as this record is open
  const saver = useMemo(
    () =>
      createSaver<StatementValues>({
        version: saved.version,
        save: async (fields, version) => {
          const { record } = await client.call('records.change', {
            caseId,
            type: 'statement',
            id: saved.id,
            version,
            fields,
          })
          return record.version
        },
      }),
    [caseId, saved.id],
  )
  const saving = useSyncExternalStore(saver.subscribe, saver.now)

  const show = useCallback(
    (record: Statement) => {
      saver.over(record.version)
      setValues(record.fields)
      setParagraphs(begun(record.fields.paragraphs))
    },
    [saver],
  )
  // A newer version made elsewhere is shown at once when nothing here is unsaved; otherwise saving will meet it.
  useEffect(() => {
    if (saving.state === 'saved' && saved.version > saver.version()) show(saved)
  }, [saved, saving.state, saver, show])

  useEffect(() => {
    const leave = () => void saver.flush()
    // Locking closes the case at once, so what was just typed is saved first; the lock waits for it no longer than this.
    const beforeLock = (event: KeyboardEvent) => {
      const asked = (event.ctrlKey || event.metaKey) && event.shiftKey && event.key.toLowerCase() === 'l'
      if (!asked || saver.now().state === 'saved') return
      event.preventDefault()
      event.stopPropagation()
      const longest = new Promise((resolve) => setTimeout(resolve, 500))
      void Promise.race([saver.flush(), longest]).then(() => lockNow.current())
    }
    window.addEventListener('blur', leave)
    window.addEventListener('pagehide', leave)
    window.addEventListener('keydown', beforeLock, true)
    return () => {
      window.removeEventListener('blur', leave)
      window.removeEventListener('pagehide', leave)
      window.removeEventListener('keydown', beforeLock, true)
      leave()
    }
  }, [saver])

  return {
    values,
    paragraphs,
    saving,
    write: (next) => {
      setParagraphs(next)
      // A paragraph that is still blank is not kept, so beginning one is no change.
      const texts = kept(next)
      if (texts.join('\n') !== kept(paragraphs).join('\n')) saver.put({ paragraphs: texts })
    },
    set: (fields) => {
      setValues((before) => ({ ...before, ...fields }))
      // A name rubbed out to be written again would be refused, and would hold up the words with it.
      const { statementOf, ...rest } = fields
      const sent = statementOf === undefined || statementOf.trim() === '' ? rest : fields
      if (Object.keys(sent).length > 0) saver.put(sent)
    },
    flush: saver.flush,
    keepMine: () => {
      saver.over(latest.current.version)
      void saver.flush()
    },
    takeSaved: () => {
      saver.drop()
      show(latest.current)
    },
  }
}
