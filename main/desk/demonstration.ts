import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { homedir, tmpdir } from 'node:os'
import { join } from 'node:path'
import { CaseworkError } from '../../casework/contract/errors.ts'
import { recordTypes, type ValuesOf } from '../../casework/entities/index.ts'
import type { Asked } from '../dispatch.ts'
import { type Demonstration, readDemonstration } from '../services/demonstration/demonstration.ts'
import { takeIn } from '../services/intake/intake.ts'
import { caseRecord } from './cards.ts'
import { createCaseIn, unlockCase } from './case-files.ts'
import type { Desk } from './desk.ts'
import { intakeInto } from './exhibits.ts'
import type { OpenCase } from './open-cases.ts'

/**
 * Builds the fictional demonstration case, all its dates counted from `on`, through the services an officer's own
 * work goes through: its files are written to a folder, taken in, and removed again. Opens it. A demonstration case
 * that is already there is opened instead, since it may have been worked in.
 */
export async function buildDemonstration(
  desk: Desk,
  folder: string | null,
  on: string,
  asked: Asked,
): Promise<OpenCase> {
  const parent = folder ?? join(homedir(), 'Turnstone')
  const demonstration = readDemonstration(desk.resourcesDir, on)
  const name = demonstration.case.name ?? 'Demonstration'
  mkdirSync(parent, { recursive: true, mode: 0o700 })
  asked.progress({ done: 0, total: steps(demonstration), note: 'Making the case' })
  const made = await createOrOpen(desk, parent, name, demonstration)
  if (made.isNew) {
    await fill(made.held, desk, demonstration, asked)
    // Nobody did what is in it: taking it back, record by record, is nothing to offer.
    made.held.acts.clear()
  }
  desk.tell({ kind: 'changed', caseId: made.held.caseId, types: recordTypes })
  desk.tell({ kind: 'changed', caseId: null, types: ['case'] })
  return made.held
}

async function createOrOpen(desk: Desk, parent: string, name: string, { passphrase }: Demonstration) {
  try {
    return { held: (await createCaseIn(desk, { folder: parent, name, passphrase })).held, isNew: true }
  } catch (cause) {
    if (!(cause instanceof CaseworkError) || cause.code !== 'exists') throw cause
    const { id } = desk.known.remember(join(parent, `${name}.case`), null)
    return { held: await unlockCase(desk, id, { passphrase, readOnly: false }), isNew: false }
  }
}

const steps = (d: Demonstration) =>
  d.exhibits.length + d.people.length + d.statements.length + d.events.length + d.actions.length

async function fill(
  held: OpenCase,
  desk: Desk,
  d: Demonstration,
  { signal, progress }: Asked,
): Promise<void> {
  const { records } = held
  const done = { count: 0 }
  const step = (note: string) => {
    signal.throwIfAborted()
    progress({ done: ++done.count, total: steps(d), note })
  }
  const about = caseRecord(held)!
  await records.change('case', about.id, about.version, d.case)

  const people = new Map<string, string>()
  for (const { key, fields } of d.people) {
    people.set(key, (await records.add('person', fields)).id)
    step('People')
  }
  const exhibits = await fillExhibits(held, desk, d, signal, step)
  const statements = new Map<string, string>()
  for (const { key, witness, fields, contact } of d.statements) {
    const { id } = await records.add('statement', { ...fields, witness: people.get(witness) ?? null })
    statements.set(key, id)
    if (contact !== undefined) await records.add('contact', { ...contact, statement: id })
    step('Statements')
  }
  for (const event of d.events) {
    await records.add('event', {
      ...event.fields,
      people: event.people.map((key) => people.get(key)!),
      sources: event.sources.map(({ exhibit, statement, page = null, paragraph = null }) =>
        exhibit === undefined
          ? { type: 'statement' as const, id: statements.get(statement!)!, page, paragraph }
          : { type: 'exhibit' as const, id: exhibits.get(exhibit)!, page, paragraph },
      ),
    })
    step('Events')
  }
  for (const { fields } of d.actions) {
    await records.add('action', fields)
    step('Actions')
  }
}

async function fillExhibits(
  { records, ...held }: OpenCase,
  desk: Desk,
  d: Demonstration,
  signal: AbortSignal,
  step: (note: string) => void,
) {
  const found = new Map<string, string>()
  const folder = mkdtempSync(join(tmpdir(), 'turnstone-demonstration-'))
  try {
    for (const { key, fields, file, custody } of d.exhibits) {
      const id = file === undefined ? (await records.add('exhibit', fields)).id : await takeOne(file, fields)
      for (const entry of custody) await records.add('custody', { ...entry, exhibit: id })
      found.set(key, id)
      step('Evidence')
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
  return found

  async function takeOne(
    file: { name: string; bytes: Uint8Array },
    fields: Partial<ValuesOf<'exhibit'>>,
  ): Promise<string> {
    const path = join(folder, file.name)
    writeFileSync(path, file.bytes)
    const [item] = await takeIn([path], intakeInto({ records, ...held }, desk), {
      producer: '',
      by: desk.user,
      signal,
      onProgress: () => undefined,
    })
    if (item?.id == null)
      throw new CaseworkError(
        'internal',
        `The demonstration file ${file.name} was not taken in: ${item?.why ?? ''}`,
      )
    rmSync(path)
    const taken = records.peek('exhibit', item.id)
    await records.change('exhibit', taken.id, taken.version, fields)
    return taken.id
  }
}
