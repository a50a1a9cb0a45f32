import { parseArgs } from 'node:util'
import { isoDay } from '../../casework/schema.ts'

/** A command line that is not one of ours: told in one sentence, with exit code 2. */
export class WrongUsage extends Error {
  constructor(sentence: string) {
    super(sentence)
    this.name = 'WrongUsage'
  }
}

type Flag = 'text' | 'day' | 'yes'
/** How a command is written. */
export interface Wording {
  readonly words: readonly string[]
  /** What stands after the words, in order; one ending in … may be many. */
  readonly places: readonly string[]
  readonly flags: Readonly<Record<string, Flag>>
  /** Flags it can't do without. */
  readonly needs: readonly string[]
  /** Whether it opens a case, and so needs a secret. */
  readonly opens: boolean
  readonly about: string
}
/** A command line, read. */
export interface Line {
  readonly wording: Wording
  readonly places: readonly string[]
  text(flag: string): string | undefined
  yes(flag: string): boolean
}

const always: Readonly<Record<string, Flag>> = { json: 'yes', progress: 'yes' }
const opening: Readonly<Record<string, Flag>> = {
  'passphrase-file': 'text',
  'recovery-key-file': 'text',
  'identity-file': 'text',
  'take-over': 'yes',
  'go-on': 'yes',
}
const secrets = ['passphrase-file', 'recovery-key-file', 'identity-file']
const command = (
  words: string,
  places: readonly string[],
  about: string,
  more: Partial<Pick<Wording, 'flags' | 'needs' | 'opens'>> = {},
): Wording => ({ words: words.split(' '), places, flags: {}, needs: [], opens: false, about, ...more })

/** Every command, in the order the help tells them. */
export const wordings: readonly Wording[] = [
  command('case create', ['PATH'], 'Make a case, sealed with a passphrase.', {
    flags: { name: 'text', 'passphrase-file': 'text', 'recovery-file': 'text' },
    needs: ['name', 'passphrase-file'],
  }),
  command('case show', ['PATH'], 'What is in a case, counted.', { opens: true }),
  command('case verify', ['PATH'], 'Check a case against its own seals and its audit trail.', {
    opens: true,
    flags: { full: 'yes', subset: 'text' },
  }),
  command('case backup', ['PATH'], 'Copy a case into a new dated folder, and verify the copy.', {
    opens: true,
    flags: { to: 'text' },
    needs: ['to'],
  }),
  command('case repair', ['PATH'], 'Bring damaged and missing files of a case back from a backup of it.', {
    opens: true,
    flags: { from: 'text' },
    needs: ['from'],
  }),
  command('case holders', ['PATH'], 'Who can open a case, and who could once.', { opens: true }),
  command(
    'case add-holder',
    ['PATH'],
    'Let somebody open a case: with a passphrase, or a key of their own.',
    {
      opens: true,
      flags: { name: 'text', 'new-passphrase-file': 'text', recipient: 'text', escrow: 'yes' },
      needs: ['name'],
    },
  ),
  command('case remove-holder', ['PATH', 'NAME'], 'Shut somebody out of what a case will hold from now on.', {
    opens: true,
  }),
  command('case change-passphrase', ['PATH'], 'Change your own passphrase, and with --new-key your key.', {
    opens: true,
    flags: { 'new-passphrase-file': 'text', 'new-key': 'yes' },
    needs: ['new-passphrase-file'],
  }),
  command('case seal', ['PATH'], 'Hand a case, or part of it, over: one sealed file for named people.', {
    opens: true,
    flags: {
      to: 'text',
      recipient: 'text',
      'recipient-file': 'text',
      for: 'text',
      reason: 'text',
      only: 'text',
    },
    needs: ['to'],
  }),
  command('case merge', ['PATH', 'FILE'], 'Merge a hand-over into a case, or only look what that would do.', {
    opens: true,
    flags: { look: 'yes', 'hand-over-identity-file': 'text' },
  }),
  command('case audit', ['PATH'], 'The history of a case, oldest first: who did what, and when.', {
    opens: true,
    flags: { since: 'text' },
  }),
  command('audit export', ['PATH'], 'Write part of the history of a case as one file, with its proof.', {
    opens: true,
    flags: { to: 'text', from: 'text', until: 'text' },
    needs: ['to'],
  }),
  command('audit check', ['FILE'], 'Check such a file, with no case at hand.'),
  command('evidence add', ['PATH', 'FILE…'], 'Take in files, and folders with all in them.', {
    opens: true,
    flags: { producer: 'text' },
  }),
  command(
    'evidence read',
    ['PATH'],
    'Read by machine the pages whose words can’t be searched; goes on where it was stopped.',
    {
      opens: true,
      flags: { exhibit: 'text' },
    },
  ),
  command('evidence password', ['PATH', 'REF'], 'Open an exhibit’s file that asks for a password.', {
    opens: true,
    flags: { 'file-password-file': 'text' },
    needs: ['file-password-file'],
  }),
  command('evidence list', ['PATH'], 'The exhibits of a case, with the hash of each file.', { opens: true }),
  command('redact reasons', [], 'Why something may be taken out of a served copy, by code.'),
  command('redact list', ['PATH'], 'Which exhibits have boxes, or the boxes of one.', {
    opens: true,
    flags: { exhibit: 'text' },
  }),
  command('redact mark', ['PATH', 'REF'], 'Put a box on a page of an exhibit, to be burned.', {
    opens: true,
    flags: { page: 'text', box: 'text', reason: 'text', note: 'text' },
    needs: ['page', 'box', 'reason'],
  }),
  command('redact find', ['PATH', 'WORDS…'], 'Where words stand in exhibits; with --mark, put boxes there.', {
    opens: true,
    flags: { exhibit: 'text', mark: 'yes', reason: 'text', note: 'text' },
  }),
  command('redact remove', ['PATH', 'REF'], 'Remove boxes, by their numbers in “redact list”.', {
    opens: true,
    flags: { boxes: 'text' },
    needs: ['boxes'],
  }),
  command('redact check', ['PATH', 'REF'], 'Put a second person’s name to the boxes of an exhibit.', {
    opens: true,
    flags: { by: 'text' },
    needs: ['by'],
  }),
  command('redact burn', ['PATH', 'REF'], 'Burn the boxes into an edited copy, and prove it.', {
    opens: true,
    flags: { 'let-stand': 'yes' },
  }),
  command('redact proof', ['PATH', 'REF'], 'What an edited copy was searched for, and its boxes.', {
    opens: true,
  }),
  command('bundle new', ['PATH'], 'Begin a bundle under a court’s rules, filled as they say.', {
    opens: true,
    flags: { profile: 'text', title: 'text' },
    needs: ['profile'],
  }),
  command('bundle list', ['PATH'], 'The bundles of a case, and how far each is.', { opens: true }),
  command('bundle add', ['PATH', 'REF…'], 'Put statements and exhibits into a bundle.', {
    opens: true,
    flags: { bundle: 'text', section: 'text', after: 'text' },
  }),
  command('bundle take-out', ['PATH', 'REF…'], 'Take documents out; of one that is frozen, a page stays.', {
    opens: true,
    flags: { bundle: 'text' },
  }),
  command('bundle put-back', ['PATH', 'REF…'], 'Put back what was taken out since it was frozen.', {
    opens: true,
    flags: { bundle: 'text' },
  }),
  command(
    'bundle move',
    ['PATH', 'REF…'],
    'Move documents to the end of a section, or before or after another; none that is frozen.',
    { opens: true, flags: { bundle: 'text', section: 'text', before: 'text', after: 'text' } },
  ),
  command(
    'bundle late',
    ['PATH', 'end|insert|supplement'],
    'Where what comes after freezing goes: to the end, in between as 143A, or into a supplement.',
    { opens: true, flags: { bundle: 'text' } },
  ),
  command('bundle set', ['PATH', 'REF…'], 'What is done with the pages of exhibits: comments, citations.', {
    opens: true,
    flags: { bundle: 'text', comments: 'text', cites: 'text' },
  }),
  command('bundle preflight', ['PATH'], 'What stands in the way of a bundle, rule by rule.', {
    opens: true,
    flags: { bundle: 'text' },
  }),
  command('bundle freeze', ['PATH'], 'Freeze a bundle’s numbers: from then on none ever changes.', {
    opens: true,
    flags: { bundle: 'text' },
  }),
  command('bundle build', ['PATH'], 'Build a bundle, by default as it was last frozen, and verify it.', {
    opens: true,
    flags: {
      to: 'text',
      bundle: 'text',
      version: 'text',
      draft: 'yes',
      for: 'text',
      profile: 'text',
      title: 'text',
      date: 'day',
      'with-verifier': 'yes',
      documents: 'yes',
    },
    needs: ['to'],
  }),
  command('bundle verify', ['OUT.pdf'], 'Check a bundle against its manifest, its seal and its own pages.', {
    flags: { 'holder-key': 'text' },
  }),
  command(
    'bundle compare',
    ['A.pdf', 'B.pdf'],
    'How one version of a bundle differs from another, page by page.',
  ),
  command('bundle notes', ['BUNDLE.pdf'], 'Your own notes on a bundle, to read or as a new file.', {
    flags: { markdown: 'yes', to: 'text' },
  }),
  command('demo', [], 'Make the fictional demonstration case and its bundle in a new folder.', {
    flags: { out: 'text', on: 'day', 'take-over': 'yes' },
    needs: ['out'],
  }),
  command('help', ['[COMMAND]'], 'This, or how one command is written.'),
]

/** The commands that begin with these words, by which a group is named as well as a command. */
export const called = (words: readonly string[]): readonly Wording[] =>
  wordings.filter((each) => words.every((word, at) => each.words[at] === word))

/** What is asked of the help, if anything: all of it, a group of commands, or one. */
function helpOn(line: readonly string[]): Line | null {
  // Behind two dashes stand names of files, whatever they look like.
  const argv = line.includes('--') ? line.slice(0, line.indexOf('--')) : line
  const said = argv.filter((word) => !word.startsWith('-'))
  const [first] = said
  const asked =
    argv.length === 0 || first === 'help' || argv.some((word) => word === '--help' || word === '-h')
  const group = said.length === 1 && !wordings.some(({ words }) => words.length === 1 && words[0] === first)
  if (!asked && !(group && called(said).length > 0)) return null
  const about = said.slice(first === 'help' ? 1 : 0, first === 'help' ? 3 : 2)
  // Behind a command of one word stands what it is done to, and no part of its name.
  const known = [about, about.slice(0, 1)].find((words) => called(words).length > 0)
  if (known === undefined) throw noCommand(about)
  const wording = wordings.find(({ words }) => words[0] === 'help')!
  return { wording, places: known, text: () => undefined, yes: (flag) => argv.includes(`--${flag}`) }
}

const noCommand = (words: readonly string[]) =>
  new WrongUsage(`Turnstone has no command “${clean(words.join(' '))}”. “help” lists those it has.`)

/** Reads a command line. Throws `WrongUsage` for one that is not ours. */
export function readLine(words: readonly string[]): Line {
  const about = helpOn(words)
  if (about !== null) return about
  const wording = wordings.find((each) => each.words.every((word, at) => words[at] === word))
  if (wording === undefined) throw noCommand(words.slice(0, 2).filter((word) => !word.startsWith('-')))
  const flags = { ...always, ...wording.flags, ...(wording.opens ? opening : {}) }
  const { values, positionals } = parsed(wording, flags, words.slice(wording.words.length))
  const quoted = `“${wording.words.join(' ')}”`
  for (const flag of wording.needs) {
    if (values[flag] === undefined) throw new WrongUsage(`${quoted} needs --${flag}.`)
  }
  if (wording.opens && secrets.filter((flag) => values[flag] !== undefined).length !== 1)
    throw new WrongUsage(
      `${quoted} needs --passphrase-file, --identity-file or --recovery-key-file, one of the three.`,
    )
  for (const [flag, kind] of Object.entries(flags)) {
    const value = values[flag]
    if (value === '') throw new WrongUsage(`--${flag} was given nothing.`)
    if (kind === 'day' && value !== undefined && !isoDay.safeParse(value).success)
      throw new WrongUsage(`--${flag} takes a day of the calendar written like 2025-11-29.`)
  }
  const many = wording.places.at(-1)?.endsWith('…') ?? false
  const { length } = wording.places
  if (positionals.length < length || (positionals.length > length && !many))
    throw new WrongUsage(`It is written: ${usage(wording)}`)
  return {
    wording,
    places: positionals,
    text: (flag) => (typeof values[flag] === 'string' ? values[flag] : undefined),
    yes: (flag) => values[flag] === true,
  }
}

/** How a command is written, on one line. */
export function usage({ words, places, flags, needs, opens }: Wording): string {
  const stand = (flag: string, kind: Flag) =>
    `--${flag}${kind === 'yes' ? '' : ` ${placeholders[`${words.join(' ')} ${flag}`] ?? placeholders[flag] ?? 'TEXT'}`}`
  return [
    ...words,
    ...places,
    ...(opens ? ['--passphrase-file F'] : []),
    ...Object.entries(flags).map(([flag, kind]) =>
      needs.includes(flag) ? stand(flag, kind) : `[${stand(flag, kind)}]`,
    ),
  ].join(' ')
}

const placeholders: Readonly<Record<string, string>> = {
  to: 'OUT.pdf',
  'case backup to': 'FOLDER',
  'case repair from': 'BACKUP',
  'case seal to': 'OUT.handover',
  'audit export to': 'OUT.json',
  'bundle notes to': 'NOTES.pdf',
  subset: 'K/N',
  out: 'FOLDER',
  on: 'DAY',
  date: 'DAY',
  'passphrase-file': 'F',
  'recovery-file': 'F',
  'file-password-file': 'F',
  'new-passphrase-file': 'F',
  name: 'NAME',
  producer: 'INITIALS',
  page: 'N',
  box: 'X,Y,W,H',
  reason: 'CODE',
  boxes: 'N,N',
  by: 'NAME',
  exhibit: 'REF,REF',
  recipient: 'age1…,age1…',
  'recipient-file': 'F',
  'hand-over-identity-file': 'F',
  only: 'REF,REF',
  for: 'WHO',
  bundle: 'B1',
  version: 'N',
  profile: 'PROFILE',
  section: 'LETTER',
  before: 'REF',
  after: 'REF',
  since: 'SEQ',
  from: 'SEQ',
  until: 'SEQ',
}

/** A text of anyone's with what could steer a terminal taken out. */
export const clean = (text: string): string => text.replace(/[\p{Cc}\u202A-\u202E\u2066-\u2069]/gu, '�')

function parsed(wording: Wording, flags: Readonly<Record<string, Flag>>, args: readonly string[]) {
  const options = Object.fromEntries(
    Object.entries(flags).map(([flag, kind]) => [
      flag,
      { type: kind === 'yes' ? ('boolean' as const) : ('string' as const) },
    ]),
  )
  try {
    const read = parseArgs({ args: [...args], options, allowPositionals: true, tokens: true })
    const named = read.tokens.filter((token) => token.kind === 'option').map((token) => token.name)
    const twice = named.find((name, at) => named.indexOf(name) !== at)
    if (twice !== undefined) throw new WrongUsage(`--${twice} was given twice.`)
    return {
      values: read.values as Readonly<Record<string, string | boolean | undefined>>,
      positionals: read.positionals,
    }
  } catch (thrown) {
    if (thrown instanceof WrongUsage) throw thrown
    const flag = /'(-{1,2}[^' ]*)/.exec(thrown instanceof Error ? thrown.message : '')?.[1]
    const unknown = flag === undefined || !Object.hasOwn(flags, flag.replace(/^-+/, ''))
    throw new WrongUsage(
      unknown
        ? `“${wording.words.join(' ')}” does not know ${flag === undefined ? 'one of its flags' : clean(flag)}.`
        : `${clean(flag)} is not given as it should be. It is written: ${usage(wording)}`,
    )
  }
}
