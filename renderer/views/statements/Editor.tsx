import { ArrowLeft, Check, Ellipsis, LockKeyhole, PencilLine, ShieldCheck } from 'lucide-react'
import { lazy, Suspense, useEffect, useMemo, useState } from 'react'
import type { StoredOf } from '../../../casework/entities/index.ts'
import { referencesIn, refOf } from '../../../casework/rules/references.ts'
import { useAsk, useDo } from '../../data/ask.ts'
import { useToday } from '../../data/machine.ts'
import { Button, IconButton, Segments } from '../../parts/Button.tsx'
import { Flag, Pebble } from '../../parts/Marks.tsx'
import { Menu } from '../../parts/Menu.tsx'
import { Note } from '../../parts/Note.tsx'
import { Pane } from '../../parts/Panes.tsx'
import { toast } from '../../parts/Toast.tsx'
import { useKeys } from '../../state/use-keys.ts'
import { useRouter, useSpot } from '../../state/use-router.ts'
import { VersionsButton } from '../versions/VersionsButton.tsx'
import { Checks } from './Checks.tsx'
import { Contact } from './Contact.tsx'
import { sortedChecks } from './checks.ts'
import { Head } from './Head.tsx'
import { furtherFrom, headingLine, type Statement, type StatementValues, stageWords } from './heading.ts'
import { kept } from './paragraphs.ts'
import { SavedLine, SavingTrouble } from './SavedLine.tsx'
import { Sign } from './Sign.tsx'
import { useDraft } from './use-draft.ts'
import { Words } from './Words.tsx'

const Printed = lazy(async () => ({ default: (await import('./Printed.tsx')).Printed }))
const stageIcons = { draft: PencilLine, 'read-over': Check, signed: ShieldCheck }
const stageTones = { draft: 'soon', 'read-over': 'calm', signed: 'good' } as const

/** One statement: its boxes, its words, and what a reading of it finds. */
export function Editor({
  caseId,
  statement,
  people,
  onArchive,
  onClose,
}: {
  readonly caseId: string
  readonly statement: Statement
  readonly people: readonly StoredOf<'person'>[]
  readonly onArchive: () => void
  readonly onClose: () => void
}) {
  const router = useRouter()
  const { part } = useSpot()
  const today = useToday()
  const draft = useDraft(caseId, statement)
  const read = useAsk('statements.check', { caseId, id: statement.id })
  const exhibits = useAsk('records.list', { caseId, type: 'exhibit' })
  const sign = useDo('records.change')
  const add = useDo('records.add')
  const [show, setShow] = useState<'words' | 'printed'>('words')
  const [over, setOver] = useState<'sign' | 'contact' | null>(null)
  const [goTo, setGoTo] = useState<{ number: number; asked: number } | null>(null)

  const { values, saving } = draft
  const signed = statement.fields.stage === 'signed'
  const known = useMemo(
    () => new Set((exhibits.data?.records ?? []).map(refOf).flatMap(referencesIn)),
    [exhibits.data],
  )
  const witness = people.find((each) => each.id === values.witness)
  const asked = Number(/^¶(\d+)$/.exec(part ?? '')?.[1] ?? 0)
  const go = (number: number) => {
    setShow('words')
    setGoTo((before) => ({ number, asked: (before?.asked ?? 0) + 1 }))
  }
  // biome-ignore lint/correctness/useExhaustiveDependencies: a citation is followed when it is asked for
  useEffect(() => {
    if (asked > 0) go(asked)
  }, [asked])

  const stage = async (to: StatementValues['stage'], said: string) => {
    draft.set({ stage: to })
    if (await draft.flush()) toast({ words: said })
  }
  const print = async () => {
    await draft.flush()
    setShow('printed')
  }
  const askSign = async () => {
    sign.clear()
    if (await draft.flush()) setOver('sign')
  }
  const markSigned = async (on: string, witnessedBy: string) => {
    await sign.run({
      caseId,
      type: 'statement',
      id: statement.id,
      version: statement.version,
      fields: { stage: 'signed', signed: on, witnessedBy },
    })
    setOver(null)
    toast({ words: `${refOf(statement)} is signed and stands` })
  }
  const further = async (withWords: boolean) => {
    const fields = {
      ...furtherFrom(values, today),
      ...(withWords ? { paragraphs: kept(draft.paragraphs) } : {}),
    }
    const { record } = await add.run({ caseId, type: 'statement', fields })
    if (withWords) draft.takeSaved()
    router.open(record.id)
    toast({ words: `${refOf(record)} begun` })
  }

  useKeys('Statement', [
    { key: 'Esc', does: 'Back to the list of statements', run: onClose, quiet: true },
    { key: 'Ctrl+S', does: 'Save now', run: () => void draft.flush(), quiet: true },
    {
      key: 'P',
      does: 'Words, or as printed',
      run: () => (show === 'words' ? void print() : setShow('words')),
    },
    { key: 'O', does: 'Contact page, kept apart', run: () => setOver('contact') },
  ])

  const Icon = stageIcons[values.stage]
  const act =
    values.stage === 'draft' ? (
      <Button look="first" onClick={() => void stage('read-over', `${refOf(statement)} read over`)}>
        Read over
      </Button>
    ) : values.stage === 'read-over' ? (
      <Button look="first" onClick={() => void askSign()}>
        Mark as signed
      </Button>
    ) : (
      <Button onClick={() => void further(false).catch(() => undefined)}>Further statement</Button>
    )
  return (
    <div className="statements-editor">
      <section className="pane soft statements-head" aria-label="The witness" data-region tabIndex={-1}>
        <Head
          values={values}
          people={people}
          onSet={draft.set}
          onLeave={() => void draft.flush()}
          onContact={() => setOver('contact')}
        />
      </section>
      <Pane name="The words">
        <div className="head line">
          <IconButton
            name="Back to the list (Esc)"
            icon={<ArrowLeft className="i" aria-hidden />}
            onClick={onClose}
          />
          <h1 className="statements-name" title={values.statementOf}>
            {witness === undefined ? (
              <>
                <span className="ref">{refOf(statement)}</span> {values.statementOf}
              </>
            ) : (
              <Pebble
                of={refOf(witness)}
                name={values.statementOf}
                victim={witness.fields.roles.includes('victim')}
              />
            )}
          </h1>
          <Flag tone={stageTones[values.stage]} icon={<Icon className="i s" aria-hidden />}>
            {stageWords[values.stage]}
          </Flag>
          <span className="grow" />
          {!(signed && saving.state === 'saved') && <SavedLine saving={saving} />}
          <VersionsButton caseId={caseId} type="statement" id={statement.id} title={refOf(statement)} />
          {act}
          <Menu
            name="More"
            icon={<Ellipsis className="i" aria-hidden />}
            entries={[
              ...(values.stage === 'read-over'
                ? [
                    {
                      id: 'draft',
                      word: 'Back to draft',
                      run: () => void stage('draft', `${refOf(statement)} is a draft again`),
                    },
                  ]
                : []),
              {
                id: 'contact',
                word: 'Contact page',
                key: 'O',
                icon: <LockKeyhole className="i s" aria-hidden />,
                run: () => setOver('contact'),
              },
              {
                id: 'archive',
                word: `Archive ${refOf(statement)}`,
                run: () => void draft.flush().then((done) => done && onArchive()),
              },
            ]}
          />
        </div>
        <div className="statements-bar">
          <p className="small dim grow">
            {[refOf(statement), ...headingLine(values, read.data?.pages ?? null)].map((each) => (
              <span key={each}>{each}</span>
            ))}
          </p>
          <Segments
            name="Shown as"
            value={show}
            options={[
              { value: 'words', word: 'Words' },
              { value: 'printed', word: 'As printed' },
            ]}
            onChange={(to) => (to === 'printed' ? void print() : setShow('words'))}
          />
        </div>
        <div className={show === 'words' ? 'statements-paper' : 'statements-paper printed'}>
          <SavingTrouble
            saving={saving}
            signed={signed}
            onAgain={() => void draft.flush()}
            onMine={draft.keepMine}
            onTheirs={draft.takeSaved}
            onFurther={() => void further(true).catch(() => undefined)}
          />
          {signed && saving.state === 'saved' && (
            <Note tone="good" title="Signed">
              <p>It stands as it is. To correct it, take a further statement.</p>
            </Note>
          )}
          {show === 'words' ? (
            <Words
              paragraphs={draft.paragraphs}
              known={known}
              readOnly={signed && saving.state === 'saved'}
              goTo={goTo}
              onWrite={draft.write}
              onLeave={() => void draft.flush()}
            />
          ) : (
            <Suspense fallback={<p className="statements-cannot faint">Setting the pages…</p>}>
              <Printed
                caseId={caseId}
                id={statement.id}
                name={`Statement ${refOf(statement)}`}
                version={statement.version}
              />
            </Suspense>
          )}
        </div>
      </Pane>
      <section className="pane soft statements-right" aria-label="Checks" data-region tabIndex={-1}>
        <Checks
          read={read.data}
          error={read.error}
          signed={signed}
          civil={values.form === 'civil'}
          onGo={go}
        />
      </section>
      {over === 'sign' && (
        <Sign
          statement={statement}
          pages={read.data?.pages ?? null}
          stops={sortedChecks(read.data?.checks ?? []).stops}
          busy={sign.busy}
          error={sign.error}
          onSign={(on, by) => void markSigned(on, by).catch(() => undefined)}
          onClose={() => setOver(null)}
        />
      )}
      {over === 'contact' && (
        <Contact
          caseId={caseId}
          statement={statement.id}
          reference={refOf(statement)}
          onClose={() => setOver(null)}
        />
      )}
    </div>
  )
}
