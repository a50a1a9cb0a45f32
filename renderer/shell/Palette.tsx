import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { FileText, ScanText, Search } from 'lucide-react'
import { type KeyboardEvent, useDeferredValue, useEffect, useId, useRef, useState } from 'react'
import { Dialog, Modal, ModalOverlay } from 'react-aria-components'
import type { Hit } from '../../casework/contract/shapes.ts'
import { client } from '../api.ts'
import { Kbd, Pebble } from '../parts/Marks.tsx'
import { spotOf } from '../state/spots.ts'
import { useKeyLayers } from '../state/use-keys.ts'
import { useRouter, useSpot } from '../state/use-router.ts'
import {
  commandsOf,
  groupsOf,
  type MachineHit,
  machineWords,
  marked,
  matching,
  readTyped,
} from './palette-model.ts'
import { sectionIcons } from './section-icons.ts'
import './palette.css'

interface Row {
  readonly id: string
  readonly group: string
  readonly hit: Hit | null
  /** Set where a machine read the words on pages of an exhibit. */
  readonly read?: MachineHit
  readonly word: string
  readonly key: string | null
  readonly run: () => void
}

const unanswered = (query: { readonly isPending: boolean; readonly isPlaceholderData: boolean }) =>
  query.isPending || query.isPlaceholderData

/** Search or jump: people, records, commands. `@` people, `/` evidence, `>` commands. */
export function Palette({ onClose }: { readonly onClose: () => void }) {
  const [typed, setTyped] = useState('')
  const [at, setAt] = useState(0)
  /** Enter was pressed before what was typed had its answer. */
  const [waiting, setWaiting] = useState(false)
  const id = useId()
  const list = useRef<HTMLDivElement>(null)
  const router = useRouter()
  const { caseId } = useSpot()
  const commands = commandsOf(useKeyLayers())
  const { scope, words } = readTyped(typed)
  const asked = useDeferredValue(words)
  const asksRecords = words !== '' && scope !== 'commands'
  const asksPages = words !== '' && (scope === 'all' || scope === 'evidence')
  const found = useQuery({
    queryKey: ['find.words', { words: asked, caseId }],
    queryFn: ({ signal }) => client.call('find.words', { words: asked.slice(0, 120), caseId }, { signal }),
    enabled: asked !== '' && scope !== 'commands',
    placeholderData: keepPreviousData,
  })
  // Asked beside the records, which are not to wait for it.
  const onPages = useQuery({
    queryKey: ['find.pages', { words: asked, caseId }],
    queryFn: ({ signal }) => client.call('find.pages', { words: asked.slice(0, 120), caseId }, { signal }),
    enabled: asked !== '' && (scope === 'all' || scope === 'evidence'),
    placeholderData: keepPreviousData,
  })
  const read =
    asked === '' || scope === 'commands' || scope === 'people' ? [] : (onPages.data?.exhibits ?? [])
  const hits = asked === '' || scope === 'commands' ? [] : (found.data?.hits ?? [])
  const { people, rest } = groupsOf(hits, scope)
  const hitRow =
    (group: string) =>
    (hit: Hit): Row => ({
      id: `${hit.caseId}-${hit.id}`,
      group,
      hit,
      word: hit.title,
      key: null,
      run: () => router.go(spotOf(hit.type, hit.id, hit.caseId)),
    })
  const rows: readonly Row[] = [
    ...people.slice(0, 8).map(hitRow('People')),
    ...rest.slice(0, 12).map(hitRow(caseId === null ? 'In the open cases' : 'In the case')),
    ...read.slice(0, 8).map(
      (each): Row => ({
        id: `read-${each.caseId}-${each.id}`,
        group: 'On pages a machine read',
        hit: null,
        read: each,
        word: each.title,
        key: null,
        run: () => router.go(spotOf('exhibit', each.id, each.caseId, `p${each.pages[0]?.page ?? 1}`)),
      }),
    ),
    ...(scope === 'all' || scope === 'commands' ? matching(commands, words) : [])
      .slice(0, words === '' ? 30 : 8)
      .map((command): Row => ({ ...command, group: 'Do', hit: null })),
  ]
  const current = Math.min(at, rows.length - 1)
  // Until the answers are to the words as they stand, the rows are of the words before, and Enter would open one of those.
  const records = !asksRecords || (asked === words && !unanswered(found))
  // What pages hold stands below the records, so a record need not wait for it.
  const settled = records && (rows[current]?.hit != null || !asksPages || !unanswered(onPages))

  useEffect(() => {
    list.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' })
  })

  const take = (row: Row | undefined) => {
    if (row === undefined) return
    onClose()
    row.run()
  }
  useEffect(() => {
    if (!waiting || !settled) return
    setWaiting(false)
    take(rows[current])
  })
  const onKey = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return
    if (event.key === 'ArrowDown') setAt(Math.min(rows.length - 1, current + 1))
    else if (event.key === 'ArrowUp') setAt(Math.max(0, current - 1))
    else if (event.key === 'Enter') setWaiting(true)
    else return
    event.preventDefault()
  }

  return (
    <ModalOverlay className="veil top" isOpen isDismissable onOpenChange={(stays) => !stays && onClose()}>
      <Modal>
        <Dialog className="palette float" aria-label="Search or jump">
          <div className="palette-box">
            <Search className="i" aria-hidden />
            <input
              autoFocus
              role="combobox"
              aria-label="Search or jump"
              aria-expanded
              aria-controls={`${id}-rows`}
              aria-activedescendant={rows.length > 0 ? `${id}-${current}` : undefined}
              value={typed}
              maxLength={121}
              autoComplete="off"
              spellCheck={false}
              placeholder="A name, a reference, words, or what to do"
              onKeyDown={onKey}
              onChange={(event) => {
                setTyped(event.target.value)
                setAt(0)
                setWaiting(false)
              }}
            />
            <Kbd>Esc</Kbd>
          </div>
          <div className="palette-rows" role="listbox" aria-label="Found" id={`${id}-rows`} ref={list}>
            {rows.map((row, index) => (
              <div key={row.id} role="presentation">
                {row.group !== rows[index - 1]?.group && <div className="palette-group">{row.group}</div>}
                {/* biome-ignore lint/a11y: the input holds the focus and the keys, as a combobox does */}
                <div
                  id={`${id}-${index}`}
                  role="option"
                  aria-selected={index === current}
                  className="palette-row"
                  onClick={() => take(row)}
                  onPointerMove={() => setAt(index)}
                >
                  {row.read !== undefined ? (
                    <ReadWords of={row.read} />
                  ) : row.hit === null ? (
                    <span className="grow cut">{row.word}</span>
                  ) : (
                    <HitWords hit={row.hit} words={asked} />
                  )}
                  {row.key !== null && <Kbd>{row.key}</Kbd>}
                  {(row.hit !== null || row.read !== undefined) && index === current && <Kbd>Enter</Kbd>}
                </div>
              </div>
            ))}
            {rows.length === 0 && (
              <p className="palette-none dim">
                {found.isFetching || onPages.isFetching
                  ? 'Looking'
                  : found.error
                    ? found.error.message
                    : 'Nothing found for these words.'}
              </p>
            )}
          </div>
          <div className="palette-foot key-hints">
            {(
              [
                ['>', 'commands'],
                ['@', 'people'],
                ['/', 'evidence'],
              ] as const
            ).map(([sign, does]) => (
              <span key={sign}>
                <Kbd>{sign}</Kbd> {does}
              </span>
            ))}
          </div>
        </Dialog>
      </Modal>
    </ModalOverlay>
  )
}

function HitWords({ hit, words }: { readonly hit: Hit; readonly words: string }) {
  const Icon = sectionIcons[spotOf(hit.type, hit.id, hit.caseId).section] ?? FileText
  const parts = marked(hit.title, words)
  return (
    <>
      {hit.type === 'person' ? (
        <Pebble of={hit.ref} victim={hit.ref.startsWith('V')} />
      ) : (
        <>
          <Icon className="i" aria-hidden />
          <span className="ref">{hit.ref}</span>
        </>
      )}
      <span className="cut">
        {parts[0]}
        {parts[1] && <b className="found">{parts[1]}</b>}
        {parts[2]}
      </span>
      <span className="grow" />
      <span className="small faint cut detail">{hit.folded ? 'spelled without marks' : hit.detail}</span>
    </>
  )
}

const ReadWords = ({ of }: { readonly of: MachineHit }) => (
  <>
    <ScanText className="i" aria-hidden />
    <span className="ref">{of.ref}</span>
    <span className="cut">{of.title}</span>
    <span className="grow" />
    <span className={`small detail read ${of.pages.every(({ checked }) => checked) ? 'dim' : 'soon'}`}>
      {machineWords(of)}
    </span>
  </>
)
