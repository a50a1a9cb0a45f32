import type { Method, Params, Result } from '../../../casework/contract/contract.ts'
import { CaseworkError } from '../../../casework/contract/errors.ts'
import type { CaseCard, DueItem, Place } from '../../../casework/contract/shapes.ts'
import { register } from '../../../casework/entities/index.ts'

/** A workbench made of fixed answers, for looking at screens. Everything in it is fictional. */
export type Answers = { readonly [M in Method]?: (params: Params<M>) => Result<M> | Promise<Result<M>> }

const id = (n: number) => n.toString(16).padStart(24, '0')
const caseOne = `${'0'.repeat(15)}1`
const caseTwo = `${'0'.repeat(15)}2`
const day = '2026-03-18'
const now = Date.parse('2026-03-18T14:02:31Z')

const card = (part: Partial<CaseCard>): CaseCard => ({
  caseId: caseOne,
  name: 'Operation Marram',
  reference: '',
  state: 'closed',
  readOnly: false,
  fictional: false,
  stage: '',
  marking: '',
  overdue: 0,
  soon: 0,
  next: null,
  victims: 0,
  exhibits: 0,
  bytes: null,
  opened: now - 3_600_000,
  savedAt: null,
  notices: [],
  ...part,
})
const open = (part: Partial<CaseCard>): CaseCard =>
  card({
    state: 'open',
    reference: 'NM/MS/0042/25',
    fictional: true,
    stage: 'charged',
    marking: 'official-sensitive',
    overdue: 2,
    soon: 3,
    next: { due: '2026-03-15', title: 'V2: no contact for 31 days, agreed every 28' },
    victims: 3,
    exhibits: 214,
    bytes: 1_400_000_000,
    savedAt: now,
    ...part,
  })
const due = (part: Partial<DueItem>): DueItem => ({
  caseId: caseOne,
  caseName: 'Operation Marram',
  id: 'action01',
  ref: 'A12',
  title: 'Speak to V2, or record why not',
  who: 'DC J. L. Brennan',
  due: '2026-03-15',
  late: 3,
  reason: 'Last contact 15 Feb. Agreed every 28 days.',
  priority: 'high',
  version: 1,
  ...part,
})
const place = (n: number, name: string, kind: Place['kind']): Place => ({
  id: id(n),
  name,
  kind,
  bytes: kind === 'file' ? 482_113 * n : null,
  modified: now - n * 86_400_000,
})
const stamp = { at: now - 86_400_000, by: 'A. Wójcik-Łęcka' }

/** The answers for a machine with some cases: `isOpen` with the first two of them open. */
export function answersFor(start: 'none' | 'closed' | 'open', exhibits = 40): Answers {
  const state = { isOpen: start === 'open', known: start !== 'none' }
  const cases = () =>
    !state.known
      ? []
      : [
          state.isOpen ? open({}) : card({}),
          state.isOpen
            ? open({
                caseId: caseTwo,
                name: 'Operation Redshank and Greenshank (joint, Northmere and West Holland)',
                reference: 'NM/MS/0029/25',
                stage: 'investigation',
                overdue: 0,
                next: { due: '2026-03-20', title: 'N3: pre-charge bail ends, 3 months' },
                victims: 11,
                bytes: 6_200_000_000,
              })
            : card({ caseId: caseTwo, name: 'Operation Eelgrass', opened: now - 90_000_000 }),
          card({ caseId: `${'0'.repeat(15)}3`, name: 'Operation Dunlin', opened: now - 40 * 86_400_000 }),
          card({ caseId: `${'0'.repeat(15)}4`, name: 'Operation Limpet', state: 'missing', opened: null }),
        ]
  const record = {
    id: 'case0001',
    type: 'case',
    no: 1,
    version: 4,
    made: stamp,
    changed: stamp,
    archived: null,
    fields: {
      ...register.case.blank,
      name: 'Operation Marram',
      reference: 'NM/MS/0042/25',
      urn: '24NM0042125',
      stage: 'charged' as const,
      officerInCase: 'DC J. L. Brennan',
      deputy: 'DC A. Wójcik-Łęcka',
      disclosureOfficer: 'S. Okonkwo-Reyes',
      court: 'The Crown Court at Fenhithe',
      caseTitle: 'R v Whitlock and Hoxha',
      defendants: ['Dean Patrick WHITLOCK', 'Kastriot HOXHA'],
      offences: ['Modern Slavery Act 2015, s.1', 'Modern Slavery Act 2015, s.2'],
      summary:
        'Three workers at a hand car wash in Harbour Road were kept in a flat at 12 Mill Lane. Wages went to debts that grew each week; a blue notebook (JLB/7) lists them.\nOne of them left on 12 November 2025 and called the helpline.',
      fictional: true,
      demonstrationPassphrase: 'turnstone shingle seven kelp harbour',
    },
  }
  return {
    'machine.state': () => ({ cases: cases(), day, lockMinutes: 10, user: 'jbrennan', version: '0.1.0' }),
    'machine.touch': () => ({}),
    'machine.lock': () => {
      state.isOpen = false
      return {}
    },
    'cases.unlock': ({ caseId, passphrase }) => {
      if (passphrase !== 'open')
        throw new CaseworkError('wrong-passphrase', 'That passphrase did not open this case.')
      state.isOpen = true
      return { caseId, notices: [] }
    },
    'cases.create': () => {
      state.isOpen = true
      state.known = true
      return { caseId: caseOne, recoveryKey: 'K3QX-7MPA-V9RT-2WDL-H8NC-5YBE-J4GS-6ZFU' }
    },
    'cases.demonstration': () => {
      state.isOpen = true
      state.known = true
      return { caseId: caseOne }
    },
    'places.list': ({ show }) => ({
      here: {
        id: id(1),
        name: 'Case files',
        path: [
          { id: id(9), name: 'Home' },
          { id: id(1), name: 'Case files' },
        ],
      },
      shortcuts: [
        place(9, 'Home', 'folder'),
        place(8, 'Documents', 'folder'),
        place(7, 'Downloads', 'folder'),
      ],
      items: [
        place(2, 'Harbour Road', 'folder'),
        place(3, 'Mill Lane photographs', 'folder'),
        place(4, 'Operation Marram.case', 'case'),
        ...(show === 'folders'
          ? []
          : Array.from({ length: 30 }, (_, n) => place(20 + n, `Statement of account ${n + 1}.pdf`, 'file'))),
      ],
    }),
    'overview.get': () => ({
      record,
      next: [
        due({}),
        due({
          id: 'action02',
          ref: 'A13',
          title: 'Tell V3 about the arrest of 16 March',
          due: '2026-03-17',
          late: 1,
        }),
        due({ id: 'action03', ref: 'A14', title: 'Supervisor review', due: '2026-03-19', late: -1 }),
        due({ id: 'action04', ref: 'A17', title: 'Defence statement', due: '2026-03-30', late: -12 }),
      ],
      counts: [
        { type: 'exhibit', name: 'Evidence', count: 214 },
        { type: 'person', name: 'People', count: 12 },
        { type: 'statement', name: 'Statements', count: 9 },
        { type: 'event', name: 'Timeline', count: 48 },
      ],
      kinds: [
        { kind: 'document', name: 'Document', count: 96 },
        { kind: 'image', name: 'Image', count: 77 },
        { kind: 'recording', name: 'Recording', count: 0 },
        { kind: 'physical', name: 'Physical', count: 41 },
      ],
      victims: [
        { id: 'person01', pseudonym: 'V1', name: 'Nguyễn Thị Hường', safety: true },
        { id: 'person02', pseudonym: 'V2', name: 'Ionuț Țăranu', safety: false },
        { id: 'person03', pseudonym: 'V3', name: 'Ọlábísí Ògúnlẹ́yẹ', safety: true },
      ],
      attention: [
        { sentence: '4 exhibits have no reference', type: 'exhibit', ids: ['exhibit01', 'exhibit02'] },
        { sentence: 'S4 is still a draft', type: 'statement', ids: ['statement04'] },
      ],
      recent: [
        {
          caseId: caseOne,
          caseName: 'Operation Marram',
          type: 'exhibit',
          id: 'exhibit09',
          ref: 'AWŁ/4',
          title: 'Account 2281, bank statements',
          what: 'added',
          by: 'A. Wójcik-Łęcka',
          at: now - 86_000_000,
        },
        {
          caseId: caseOne,
          caseName: 'Operation Marram',
          type: 'statement',
          id: 'statement07',
          ref: 'S7',
          title: 'Statement of Ionuț Țăranu',
          what: 'signed',
          by: 'J. L. Brennan',
          at: now - 7_200_000,
        },
      ],
      first: '2024-08-14',
      last: '2026-03-16',
    }),
    'find.pages': () => ({ exhibits: [] }),
    'find.words': ({ words }) => ({
      hits: words.toLowerCase().startsWith('huo')
        ? [
            {
              caseId: caseOne,
              type: 'person',
              id: 'person01',
              ref: 'V1',
              title: 'Nguyễn Thị Hường',
              detail: '',
              folded: true,
            },
            {
              caseId: caseOne,
              type: 'person',
              id: 'person08',
              ref: 'N8',
              title: 'Trần Thị Hương Giang',
              detail: 'witness',
              folded: true,
            },
            {
              caseId: caseOne,
              type: 'statement',
              id: 'statement04',
              ref: 'S4',
              title: 'First account of Hường',
              detail: 'draft',
              folded: true,
            },
          ]
        : [],
    }),
    'records.list': ({ type }) => ({
      total: exhibits,
      records:
        type === 'exhibit'
          ? Array.from({ length: exhibits }, (_, n) => ({
              id: `exhibit${n}`,
              type: 'exhibit' as const,
              no: n + 1,
              version: 1,
              made: stamp,
              changed: stamp,
              archived: null,
              fields: {
                ...register.exhibit.blank,
                title: `Account ${4410 + n}, bank statements`,
                producer: 'AWŁ',
                number: n + 1,
              },
            }))
          : [],
    }),
    'today.list': () => ({ day, overdue: [due({})], soon: [], waiting: [], recent: [], noReference: [] }),
  }
}
