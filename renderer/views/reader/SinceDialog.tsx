import { useState } from 'react'
import type { ReadingNote } from '../../../casework/reading.ts'
import { standsFirm } from '../../../casework/rules/carrying.ts'
import { pagesIn } from '../../../casework/rules/page-runs.ts'
import { counted } from '../../../casework/rules/words.ts'
import { Button } from '../../parts/Button.tsx'
import { Dialog } from '../../parts/Dialog.tsx'
import { FlagField } from '../../parts/Field.tsx'
import { ErrorNote, Note } from '../../parts/Note.tsx'
import { stampWords } from '../../shell/times.ts'
import { Differences, InDoubt } from './SinceParts.tsx'
import type { Earlier, Since } from './use-since.ts'

const grounds = {
  seal: 'Both have the same title and were sealed with the same key.',
  title: 'Both have the same title; nothing else says that one is a version of the other.',
  'other-seal': 'Both have the same title, but another key sealed this one. Ask who made it.',
} as const

/** The notes carried over that were not settled yet. */
const inDoubt = (notes: readonly ReadingNote[]): Earlier['inDoubt'] =>
  notes.flatMap(({ kind, page, carried, words, quote, tag }) =>
    carried === undefined || standsFirm({ carried })
      ? []
      : [{ kind, from: carried.from, to: page, stands: carried.stands, words: words || quote || tag }],
  )

/** What is new since the version that was read, and what is taken along from it. */
export function SinceDialog({
  since,
  name,
  pages,
  notes,
  error,
  labelOf,
  onGo,
  onClose,
}: {
  readonly since: Since
  readonly name: string
  readonly pages: number
  /** The notes on this version. */
  readonly notes: readonly ReadingNote[]
  /** What could not be kept. */
  readonly error: { readonly message: string } | null
  readonly labelOf: (page: number) => string
  readonly onGo: (page: number) => void
  readonly onClose: () => void
}) {
  const { earlier } = since
  if (!earlier)
    return (
      <Dialog
        title="Since the version you read"
        open
        onClose={onClose}
        acts={
          <Button look="first" onClick={onClose}>
            Close
          </Button>
        }
      >
        <ErrorNote error={since.error} title="It could not be told" />
        {since.error === null && (
          <p className="dim" role="status">
            {earlier === undefined
              ? 'The pages are still being gone through. Come back in a moment.'
              : 'No earlier version of this bundle was read here, or nothing was kept of it. C compares it with any file.'}
          </p>
        )}
      </Dialog>
    )
  return <Told {...{ since, earlier, name, pages, notes, error, labelOf, onGo, onClose }} />
}

function Told({
  since,
  earlier,
  name,
  pages,
  notes,
  error,
  labelOf,
  onGo,
  onClose,
}: Parameters<typeof SinceDialog>[0] & { readonly earlier: Earlier }) {
  const { kept, stillRead, chosen } = earlier
  const [what, setWhat] = useState({
    notes: kept.notes > 0,
    bookmarks: kept.bookmarks > 0,
    read: stillRead > 0,
  })
  const [busy, setBusy] = useState(false)
  const choose = async (taking: typeof what) => {
    setBusy(true)
    if (await since.carry(taking)) onClose()
    setBusy(false)
  }
  const none = !what.notes && !what.bookmarks && !what.read
  const open = chosen !== 'carried'
  const acts = open ? (
    <>
      <Button
        disabled={busy}
        onClick={() =>
          chosen === null ? void choose({ notes: false, bookmarks: false, read: false }) : onClose()
        }
      >
        {chosen === null ? 'Carry nothing over' : 'Close'}
      </Button>
      <Button look="first" disabled={busy || none} onClick={() => void choose(what)}>
        Carry over
      </Button>
    </>
  ) : (
    <Button look="first" onClick={onClose}>
      Close
    </Button>
  )
  return (
    <Dialog title="Since the version you read" open wide onClose={onClose} acts={acts}>
      <dl className="facts reader-versions">
        <dt>You read</dt>
        <dd>
          {earlier.name}, {counted(earlier.pages, 'page')}, last opened {stampWords(earlier.opened)}
        </dd>
        <dt>This is</dt>
        <dd>
          {name}, {counted(pages, 'page')}
        </dd>
      </dl>
      <Note tone={earlier.ground === 'other-seal' ? 'soon' : 'calm'}>
        <p>{grounds[earlier.ground]}</p>
      </Note>
      <Differences {...{ earlier, labelOf, onGo }} />
      {open ? (
        <fieldset className="reader-taking">
          <legend>Carry over, by printed number</legend>
          <FlagField
            label={`Notes and highlights (${kept.notes.toLocaleString('en-GB')})`}
            value={what.notes}
            disabled={kept.notes === 0}
            onChange={(notes) => setWhat({ ...what, notes })}
          />
          <FlagField
            label={`Bookmarks (${kept.bookmarks.toLocaleString('en-GB')})`}
            value={what.bookmarks}
            disabled={kept.bookmarks === 0}
            onChange={(bookmarks) => setWhat({ ...what, bookmarks })}
          />
          <FlagField
            label={`Pages read (${stillRead.toLocaleString('en-GB')} of ${kept.read.toLocaleString('en-GB')} show what you read)`}
            value={what.read}
            disabled={stillRead === 0}
            onChange={(read) => setWhat({ ...what, read })}
          />
        </fieldset>
      ) : (
        <Note tone="good">
          <p>What you kept of that version was carried over. That version keeps its own.</p>
        </Note>
      )}
      <ErrorNote error={error} title="It was not carried over" />
      <InDoubt {...{ labelOf }} inDoubt={open ? earlier.inDoubt : inDoubt(notes)} carried={!open} />
      {pagesIn(earlier.fresh).length > 0 && open && (
        <p className="small dim">New and changed pages stay unread either way.</p>
      )}
    </Dialog>
  )
}
