import { existsSync } from 'node:fs'
import { mkdir, readdir } from 'node:fs/promises'
import { basename, dirname, join, resolve } from 'node:path'
import type { Result } from '../../casework/contract/contract.ts'
import { CaseworkError } from '../../casework/contract/errors.ts'
import type { StoredOf } from '../../casework/entities/index.ts'
import { takenWords } from '../../casework/rules/file-damage.ts'
import { refOf } from '../../casework/rules/references.ts'
import { counted } from '../../casework/rules/words.ts'
import { auditCommands } from './terminal-audit.ts'
import { bundleCheckCommands } from './terminal-bundle-checks.ts'
import { buildTo, bundleCommands, defaultTitle } from './terminal-bundles.ts'
import { keepingSecret, type TerminalDesk, withCase, writeSecret } from './terminal-desk.ts'
import { handOverCommands } from './terminal-hand-over.ts'
import { holderCommands } from './terminal-holders.ts'
import { readingCommands } from './terminal-reading.ts'
import { redactionCommands } from './terminal-redaction.ts'
import { passphraseIn, warningOn } from './terminal-secrets.ts'
import { textCommands } from './terminal-text.ts'
import { upkeepCommands } from './terminal-upkeep.ts'
import { called, type Line, usage } from './terminal-words.ts'

/** What a command has to say: as data, as rows to read, and, where it was refused or found wanting, why. */
export interface Outcome {
  readonly json: object
  readonly rows: readonly (readonly string[])[]
  readonly failed?: string
}
type Command = (desk: TerminalDesk, line: Line) => Promise<Outcome>

/** A file of a kind that has no pages to show: it is kept, hashed and handed over all the same. */
const notedWords = 'Taken; can’t be shown'

/** As many as one request may name. */
const mostAtOnce = 5_000
const caseEnding = '.case'

const createCase: Command = async (desk, line) => {
  const path = resolve(line.places[0]!)
  const folder = path.endsWith(caseEnding) ? path : `${path}${caseEnding}`
  const recoveryFile = line.text('recovery-file')
  const passphrase = await passphraseIn(line.text('passphrase-file')!, 'passphrase')
  const make = async () => {
    const place = await desk.grant(dirname(folder))
    const wanted = { place, name: line.text('name')!, folderName: basename(folder), passphrase }
    const { caseId, recoveryKey } = await desk.client.call('cases.create', wanted, desk.options)
    await desk.client.call('cases.close', { caseId })
    const warning = warningOn(passphrase, wanted.name)
    if (warning !== null) desk.note(warning)
    return { secret: recoveryKey, done: recoveryKey }
  }
  // It is given once: whoever names no file for it reads it here, in either form.
  if (recoveryFile === undefined) {
    const recoveryKey = (await make()).secret
    return {
      json: { case: folder, recoveryKey },
      rows: [
        ['Case', folder],
        ['Recovery key', recoveryKey],
      ],
    }
  }
  await keepingSecret(recoveryFile, 'recovery key', make)
  return {
    json: { case: folder, recoveryFile: resolve(recoveryFile) },
    rows: [
      ['Case', folder],
      ['Recovery key in', resolve(recoveryFile)],
    ],
  }
}

const showCase: Command = (desk, line) =>
  withCase(desk, line, { readOnly: true }, async (caseId) => {
    const seen = await desk.client.call('overview.get', { caseId }, desk.options)
    const { name, reference, stage, marking, fictional } = (seen.record as StoredOf<'case'>).fields
    const { counts, kinds, first, last } = seen
    return {
      json: {
        case: resolve(line.places[0]!),
        name,
        reference,
        stage,
        marking,
        fictional,
        counts,
        kinds,
        first,
        last,
      },
      rows: [
        ['Case', name],
        ...(reference === '' ? [] : [['Reference', reference]]),
        ['Stage', stage],
        ...counts.map((each) => [each.name, String(each.count)]),
        ...(first === null ? [] : [['From', `${first} to ${last}`]]),
        ...(fictional ? [['', 'Fiction throughout: a demonstration case.']] : []),
      ],
    }
  })

const addEvidence: Command = (desk, line) =>
  withCase(desk, line, { readOnly: false }, async (caseId) => {
    const ids = await desk.grantAll(line.places.slice(1))
    const items: Result<'evidence.add'>['items'] = []
    for (let at = 0; at < ids.length; at += mostAtOnce) {
      const from = ids.slice(at, at + mostAtOnce)
      const producer = line.text('producer') ?? ''
      items.push(...(await desk.client.call('evidence.add', { caseId, from, producer }, desk.options)).items)
    }
    const refused = items.filter(({ verdict }) => verdict === 'refused').length
    return {
      json: {
        items: items.map(({ file, verdict, id, why, damage }) => ({ file, verdict, id, why, damage })),
      },
      rows: [
        ['File', 'Verdict', 'Why'],
        ...items.map(({ file, verdict, why, damage }) => [
          file,
          damage === undefined ? (verdict === 'noted' ? notedWords : verdict) : takenWords[damage],
          why,
        ]),
      ],
      ...(refused === 0
        ? {}
        : { failed: `${refused} of ${counted(items.length, 'file')} could not be taken in.` }),
    }
  })

const openFile: Command = (desk, line) =>
  withCase(desk, line, { readOnly: false }, async (caseId) => {
    const { client, options } = desk
    const wanted = line.places[1]!
    const { records } = await client.call('records.list', { caseId, type: 'exhibit' }, options)
    const exhibit = (records as readonly StoredOf<'exhibit'>[]).find(
      (each) => refOf(each).toLowerCase() === wanted.toLowerCase(),
    )
    if (exhibit === undefined)
      throw new CaseworkError('not-found', `There is no exhibit ${wanted} in this case.`)
    const password = await passphraseIn(line.text('file-password-file')!, 'password')
    const { record } = await client.call('evidence.password', { caseId, id: exhibit.id, password }, options)
    const pages = (record as StoredOf<'exhibit'>).fields.file?.pages ?? null
    return {
      json: { ref: refOf(exhibit), pages },
      rows: [[`${refOf(exhibit)} opens: ${counted(pages ?? 1, 'page')}.`]],
    }
  })

const listEvidence: Command = (desk, line) =>
  withCase(desk, line, { readOnly: true }, async (caseId) => {
    const exhibits: StoredOf<'exhibit'>[] = []
    for (let total = 1; exhibits.length < total; ) {
      const page = await desk.client.call(
        'records.list',
        { caseId, type: 'exhibit', from: exhibits.length, count: mostAtOnce },
        desk.options,
      )
      exhibits.push(...(page.records as StoredOf<'exhibit'>[]))
      total = page.records.length === 0 ? 0 : page.total
    }
    const items = exhibits.map((exhibit) => {
      const { title, file } = exhibit.fields
      return {
        id: exhibit.id,
        ref: refOf(exhibit),
        title,
        file: file?.name ?? null,
        type: file?.mediaType ?? null,
        bytes: file?.bytes ?? null,
        pages: file?.pages ?? null,
        sha256: file?.sha256 ?? null,
      }
    })
    return {
      json: { items },
      rows: [
        ['Reference', 'Title', 'Pages', 'Bytes', 'SHA-256'],
        ...items.map(({ ref, title, pages, bytes, sha256 }) => [
          ref,
          title,
          String(pages ?? ''),
          String(bytes ?? ''),
          sha256 ?? '',
        ]),
      ],
    }
  })

const demonstrate: Command = async (desk, line) => {
  const out = resolve(line.text('out')!)
  if (existsSync(out) && (await readdir(out)).length > 0)
    throw new CaseworkError('exists', `“${out}” is not empty. Name a folder that is not there yet.`)
  await mkdir(out, { recursive: true })
  const place = await desk.grant(out)
  const { client, options } = desk
  const { caseId } = await client.call('cases.demonstration', { place, on: line.text('on') ?? null }, options)
  try {
    const { records } = await client.call('records.list', { caseId, type: 'case' }, options)
    const { demonstrationPassphrase } = (records[0] as StoredOf<'case'>).fields
    const passphraseFile = join(out, 'passphrase.txt')
    await writeSecret(passphraseFile, demonstrationPassphrase, 'passphrase')
    const { fileName } = await client.call('bundle.plan', { caseId, bundle: null }, options)
    const { items } = await client.call('places.list', { place, show: 'folders' }, options)
    const folder = items.find(({ kind }) => kind === 'case')?.name
    if (folder === undefined) throw new CaseworkError('io-error', `The case could not be found in “${out}”.`)
    const on = line.text('on') ?? null
    // The proposed name ends in today's date; a demonstration of another day is named for that day.
    const named = on === null ? fileName : fileName.replace(/\d{4}-\d{2}-\d{2}(?=\.pdf$)/, on)
    const asked = { bundle: null, version: null, profile: 'general', title: defaultTitle, date: on }
    const { built, verified } = await buildTo(desk, caseId, join(out, named), asked)
    const { bundle, documents, pages } = built
    return {
      json: { case: join(out, folder), passphraseFile, bundle, documents, pages, verified },
      rows: [
        ['Case', join(out, folder)],
        ['Passphrase in', passphraseFile],
        ['Bundle', bundle],
        ['Documents', String(documents)],
        ['Pages', String(pages)],
        ['Verified', verified ? 'yes' : 'no'],
      ],
      ...(verified ? {} : { failed: 'The bundle was written, but does not verify.' }),
    }
  } finally {
    await client.call('cases.close', { caseId }).catch(() => undefined)
  }
}

const help: Command = async (_, { places }) => ({
  json: { commands: called(places).map((wording) => ({ usage: usage(wording), about: wording.about })) },
  rows: [
    ['npm run --silent turnstone -- COMMAND'],
    [''],
    ...called(places).flatMap((wording) => [[`  ${usage(wording)}`], [`      ${wording.about}`]]),
    [''],
    [
      'Every command takes --json: one object on standard output, with what is to be known beside the answer as “notices”. --progress tells how far it is.',
    ],
    [
      'Those that open a case take --identity-file F or --recovery-key-file F in place of a passphrase, --take-over for one held elsewhere, and --go-on for one older than it was.',
    ],
    ['It ends with 0 when done, 1 when refused or failed, 2 when it was not understood.'],
  ],
})

/** The commands by their words. */
export const commands: Readonly<Record<string, Command>> = {
  'case create': createCase,
  'case show': showCase,
  'evidence add': addEvidence,
  'evidence password': openFile,
  'evidence list': listEvidence,
  ...bundleCommands,
  ...bundleCheckCommands,
  demo: demonstrate,
  ...readingCommands,
  ...textCommands,
  ...redactionCommands,
  ...handOverCommands,
  ...auditCommands,
  ...holderCommands,
  ...upkeepCommands,
  help,
}
