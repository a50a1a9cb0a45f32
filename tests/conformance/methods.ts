import type { Method } from '../../casework/contract/contract.ts'
import { bundleCases } from './bundle-methods.ts'
import { readingCases } from './reading-methods.ts'
import { redactionCases } from './redaction-methods.ts'
import { ghost, ghostCase, ghostRecord, type MethodCase } from './stage.ts'

const handOver = {
  fileName: 'Handed over',
  recipients: ['age15t5t9k0gujyhgeecmj6fs2v5txfjpz7d8ryqhqncczlswjw0ygcsh8a4sm'],
  part: null,
  to: 'DI Okafor',
  reason: '',
}

/** At least one case for every method of the contract; a test says so. Each stands by itself. */
export const cases: Readonly<Record<Method, readonly MethodCase[]>> = {
  'machine.state': [
    { with: () => ({}), answers: ['cases', 'day', 'lockMinutes', 'user', 'version'] },
    { with: () => ({ more: 1 }), refused: 'invalid' },
  ],
  'machine.touch': [{ with: () => ({}), answers: [] }],
  'machine.lock': [{ with: () => ({ why: 'bored' }), refused: 'invalid' }],
  'machine.settings': [{ with: () => ({}), answers: ['lockMinutes', 'lockWithScreen', 'lockAtSleep'] }],
  'machine.setSettings': [
    { with: () => ({ lockAtSleep: true }), answers: ['lockMinutes', 'lockWithScreen', 'lockAtSleep'] },
    { with: () => ({ lockMinutes: 0 }), refused: 'invalid' },
    { with: () => ({ lockWhenTheWindowCloses: false }), refused: 'invalid' },
  ],
  'places.list': [
    { with: ({ place }) => ({ place, show: 'files' }), answers: ['here', 'shortcuts', 'items'] },
    { with: () => ({ place: ghost, show: 'files' }), refused: 'not-found' },
    { with: () => ({ place: '/etc', show: 'files' }), refused: 'invalid' },
    { with: ({ place }) => ({ place, show: 'everything' }), refused: 'invalid' },
  ],
  'places.create': [
    { with: ({ place }) => ({ place, name: 'A new folder' }), answers: ['id'] },
    { with: ({ place }) => ({ place, name: '../out' }), refused: 'invalid' },
    { with: () => ({ place: ghost, name: 'x' }), refused: 'not-found' },
  ],
  'cases.create': [
    {
      with: ({ place }) => ({ place, name: 'A second case', passphrase: 'a second case’s passphrase' }),
      answers: ['caseId', 'recoveryKey'],
    },
    { with: ({ place }) => ({ place, name: 'x', passphrase: '' }), refused: 'invalid' },
    { with: () => ({ place: '/tmp/x', name: 'x', passphrase: 'x' }), refused: 'invalid' },
  ],
  'cases.find': [
    { with: ({ place }) => ({ place }), refused: 'not-a-case' },
    { with: () => ({ place: ghost }), refused: 'not-found' },
  ],
  'cases.unlock': [
    { with: () => ({ caseId: ghostCase, passphrase: 'x' }), refused: 'not-found' },
    { with: ({ caseId }) => ({ caseId, passphrase: 'x'.repeat(1_025) }), refused: 'invalid' },
  ],
  'cases.close': [{ with: () => ({ caseId: 'not an id' }), refused: 'invalid' }],
  'cases.forget': [{ with: () => ({}), refused: 'invalid' }],
  'cases.verify': [
    { with: ({ caseId }) => ({ caseId, full: true }), answers: ['ok', 'findings'] },
    { with: () => ({ caseId: ghostCase, full: true }), refused: 'locked' },
  ],
  'cases.backup': [
    { with: ({ caseId, place }) => ({ caseId, to: place }), answers: ['folder', 'ok', 'findings'] },
    { with: ({ caseId }) => ({ caseId, to: ghost }), refused: 'not-found' },
    { with: ({ place }) => ({ caseId: ghostCase, to: place }), refused: 'locked' },
  ],
  'cases.repair': [
    { with: ({ caseId, place }) => ({ caseId, from: place }), refused: 'not-a-case' },
    { with: ({ caseId }) => ({ caseId, from: ghost }), refused: 'not-found' },
    { with: ({ place }) => ({ caseId: ghostCase, from: place }), refused: 'locked' },
    { with: ({ place }) => ({ caseId: ghostCase, from: place, passphrase: 'x' }), refused: 'not-found' },
    {
      with: ({ caseId, place }) => ({ caseId, from: place, passphrase: 'x'.repeat(1_025) }),
      refused: 'invalid',
    },
  ],
  'cases.demonstration': [{ with: ({ place }) => ({ place, on: '2025-02-30' }), refused: 'invalid' }],
  'records.list': [
    { with: ({ caseId }) => ({ caseId, type: 'action' }), answers: ['total', 'records'] },
    { with: ({ caseId }) => ({ caseId, type: 'contact' }), refused: 'invalid' },
    { with: ({ caseId }) => ({ caseId, type: '__proto__' }), refused: 'invalid' },
    { with: () => ({ caseId: ghostCase, type: 'action' }), refused: 'locked' },
  ],
  'records.get': [
    {
      with: ({ caseId, action }) => ({ caseId, type: 'action', id: action.id }),
      answers: ['record', 'usedIn'],
    },
    { with: ({ caseId }) => ({ caseId, type: 'action', id: ghostRecord }), refused: 'not-found' },
    { with: ({ caseId, action }) => ({ caseId, type: 'person', id: action.id }), refused: 'not-found' },
  ],
  'records.add': [
    {
      with: ({ caseId }) => ({ caseId, type: 'person', fields: { name: 'One Person' } }),
      answers: ['record'],
    },
    { with: ({ caseId }) => ({ caseId, type: 'person', fields: { nonsense: 1 } }), refused: 'invalid' },
  ],
  'records.change': [
    {
      with: ({ caseId }) => ({ caseId, type: 'action', id: ghostRecord, version: 1, fields: {} }),
      refused: 'not-found',
    },
    {
      with: ({ caseId, action }) => ({
        caseId,
        type: 'action',
        id: action.id,
        version: 99,
        fields: { title: 'x' },
      }),
      refused: 'conflict',
    },
  ],
  'records.archive': [
    {
      with: ({ caseId, action }) => ({ caseId, type: 'action', id: action.id, archived: true }),
      answers: ['record'],
    },
    {
      with: ({ caseId }) => ({ caseId, type: 'action', id: ghostRecord, archived: true }),
      refused: 'not-found',
    },
  ],
  'records.versions': [
    {
      with: ({ caseId, action }) => ({ caseId, type: 'action', id: action.id }),
      answers: ['versions', 'whole'],
    },
    { with: ({ caseId }) => ({ caseId, type: 'action', id: ghostRecord }), refused: 'not-found' },
    { with: ({ caseId, action }) => ({ caseId, type: 'contact', id: action.id }), refused: 'invalid' },
    { with: ({ action }) => ({ caseId: ghostCase, type: 'action', id: action.id }), refused: 'locked' },
  ],
  'records.restore': [
    {
      with: ({ caseId, action }) => ({ caseId, type: 'action', id: action.id, version: 99, to: 1 }),
      refused: 'conflict',
    },
    {
      with: ({ caseId }) => ({ caseId, type: 'action', id: ghostRecord, version: 2, to: 1 }),
      refused: 'not-found',
    },
    {
      with: ({ caseId, action }) => ({ caseId, type: 'action', id: action.id, version: 2, to: 0 }),
      refused: 'invalid',
    },
  ],
  'undo.state': [
    { with: ({ caseId }) => ({ caseId }), answers: ['undo', 'redo', 'stands'] },
    { with: () => ({ caseId: ghostCase }), refused: 'locked' },
  ],
  'undo.undo': [
    { with: ({ caseId }) => ({ caseId }), answers: ['did', 'undo', 'redo'] },
    { with: () => ({ caseId: ghostCase }), refused: 'locked' },
  ],
  'undo.redo': [
    { with: ({ caseId }) => ({ caseId }), answers: ['did', 'undo', 'redo'] },
    { with: () => ({ caseId: ghostCase }), refused: 'locked' },
  ],
  'evidence.add': [
    { with: ({ caseId, file }) => ({ caseId, from: [file], producer: 'JLB' }), answers: ['items'] },
    { with: ({ caseId }) => ({ caseId, from: [ghost], producer: '' }), refused: 'not-found' },
    { with: ({ caseId }) => ({ caseId, from: ['/etc/passwd'], producer: '' }), refused: 'invalid' },
  ],
  'evidence.reference': [
    { with: ({ caseId }) => ({ caseId, ids: [ghostRecord], producer: 'JLB' }), refused: 'not-found' },
    { with: ({ caseId }) => ({ caseId, ids: [], producer: 'JLB' }), refused: 'invalid' },
  ],
  'evidence.password': [
    { with: ({ caseId }) => ({ caseId, id: ghostRecord, password: 'x' }), refused: 'not-found' },
    { with: ({ caseId, exhibit }) => ({ caseId, id: exhibit, password: 'x' }), refused: 'not-found' },
    { with: ({ caseId, exhibit }) => ({ caseId, id: exhibit, password: '' }), refused: 'invalid' },
  ],
  'evidence.passwordOf': [
    { with: ({ caseId, exhibit }) => ({ caseId, id: exhibit }), answers: ['password'] },
    { with: ({ exhibit }) => ({ caseId: ghostCase, id: exhibit }), refused: 'locked' },
  ],
  'evidence.check': [{ with: ({ caseId }) => ({ caseId, ids: null }), answers: ['items'] }],
  'text.of': [
    { with: ({ caseId, exhibit }) => ({ caseId, exhibit }), answers: ['looked', 'why', 'marks', 'read'] },
    { with: ({ caseId }) => ({ caseId, exhibit: ghostRecord }), refused: 'not-found' },
  ],
  'text.page': [
    { with: ({ caseId, exhibit }) => ({ caseId, exhibit, page: 1 }), answers: ['lines', 'read'] },
    { with: ({ caseId, exhibit }) => ({ caseId, exhibit, page: 0 }), refused: 'invalid' },
  ],
  'text.look': [
    { with: ({ caseId }) => ({ caseId, exhibits: null }), answers: ['items'] },
    { with: ({ caseId }) => ({ caseId, exhibits: [ghostRecord] }), refused: 'not-found' },
  ],
  'text.read': [
    { with: ({ caseId }) => ({ caseId, exhibits: [] }), refused: 'invalid' },
    { with: ({ caseId }) => ({ caseId, exhibits: [ghostRecord] }), refused: 'not-found' },
  ],
  'text.check': [
    { with: ({ caseId, exhibit }) => ({ caseId, exhibit, page: 9, checked: true }), refused: 'not-found' },
  ],
  ...redactionCases,
  'custody.of': [{ with: ({ caseId, exhibit }) => ({ caseId, exhibit }), answers: ['entries', 'gaps'] }],
  'statements.check': [
    { with: ({ caseId, statement }) => ({ caseId, id: statement }), answers: ['pages', 'checks'] },
    { with: ({ caseId }) => ({ caseId, id: ghostRecord }), refused: 'not-found' },
  ],
  'statements.contact': [{ with: ({ caseId, statement }) => ({ caseId, statement }), answers: ['contact'] }],
  'statements.setContact': [
    { with: ({ caseId, statement }) => ({ caseId, statement, fields: { nonsense: 1 } }), refused: 'invalid' },
    { with: ({ caseId }) => ({ caseId, statement: ghostRecord, fields: {} }), refused: 'not-found' },
  ],
  'today.list': [
    { with: () => ({}), answers: ['day', 'overdue', 'soon', 'waiting', 'recent', 'noReference'] },
  ],
  'overview.get': [
    {
      with: ({ caseId }) => ({ caseId }),
      answers: ['record', 'next', 'counts', 'kinds', 'victims', 'attention'],
    },
    { with: () => ({ caseId: ghostCase }), refused: 'locked' },
  ],
  'find.words': [
    { with: () => ({ words: 'lorry', caseId: null }), answers: ['hits'] },
    { with: () => ({ words: 'x'.repeat(121), caseId: null }), refused: 'invalid' },
  ],
  'find.pages': [
    { with: () => ({ words: 'lorry', caseId: null }), answers: ['exhibits'] },
    { with: () => ({ words: 'x'.repeat(121), caseId: null }), refused: 'invalid' },
    { with: () => ({ words: 'lorry', caseId: ghostCase }), refused: 'locked' },
  ],
  'holders.list': [
    { with: ({ caseId }) => ({ caseId }), answers: ['holders', 'past', 'epoch'] },
    { with: () => ({ caseId: ghostCase }), refused: 'locked' },
  ],
  'holders.add': [
    { with: ({ caseId }) => ({ caseId, label: 'Two', passphrase: 'as long as it is' }), answers: ['slot'] },
    { with: ({ caseId }) => ({ caseId, label: 'Three', recipient: 'age1nobody' }), refused: 'invalid' },
    { with: ({ caseId }) => ({ caseId, label: 'Three' }), refused: 'invalid' },
    { with: ({ caseId }) => ({ caseId, label: ' ', passphrase: 'x' }), refused: 'invalid' },
    { with: () => ({ caseId: ghostCase, label: 'Two', passphrase: 'x' }), refused: 'locked' },
  ],
  'holders.addRecoveryKey': [
    { with: ({ caseId }) => ({ caseId }), answers: ['slot', 'recoveryKey'] },
    { with: () => ({ caseId: ghostCase }), refused: 'locked' },
  ],
  'holders.remove': [
    { with: ({ caseId }) => ({ caseId, slot: ghostCase }), refused: 'not-found' },
    { with: ({ caseId }) => ({ caseId, slot: 'Two' }), refused: 'invalid' },
  ],
  'holders.changePassphrase': [
    { with: ({ caseId }) => ({ caseId, passphrase: 'a tab \t within' }), refused: 'invalid' },
    { with: () => ({ caseId: ghostCase, passphrase: 'x' }), refused: 'locked' },
  ],
  'holders.confirm': [
    { with: ({ caseId }) => ({ caseId, passphrase: 'not the passphrase' }), refused: 'wrong-passphrase' },
    { with: () => ({ caseId: ghostCase, passphrase: 'x' }), refused: 'locked' },
  ],
  'handover.seal': [
    {
      with: ({ caseId, place }) => ({ caseId, place, ...handOver }),
      answers: ['file', 'sha256', 'records', 'left'],
    },
    { with: ({ caseId, place }) => ({ caseId, place, ...handOver }), refused: 'exists' },
    {
      with: ({ caseId, place }) => ({ caseId, place, ...handOver, recipients: ['age1nobody'] }),
      refused: 'invalid',
    },
    { with: ({ caseId, place }) => ({ caseId, place, ...handOver, recipients: [] }), refused: 'invalid' },
    {
      with: ({ caseId, place }) => ({
        caseId,
        place,
        ...handOver,
        fileName: 'Part',
        part: [{ type: 'exhibit', id: ghostRecord }],
      }),
      refused: 'not-found',
    },
    { with: ({ caseId }) => ({ caseId, place: '/tmp', ...handOver }), refused: 'invalid' },
    { with: ({ place }) => ({ caseId: ghostCase, place, ...handOver }), refused: 'locked' },
  ],
  'handover.merge': [
    { with: ({ caseId, file }) => ({ caseId, file, look: true }), refused: 'unreadable' },
    { with: ({ caseId, file }) => ({ caseId, file, look: false }), refused: 'unreadable' },
    {
      with: ({ caseId, file }) => ({ caseId, file, look: true, identity: 'no identity' }),
      refused: 'invalid',
    },
    { with: ({ caseId }) => ({ caseId, file: ghost, look: true }), refused: 'not-found' },
    { with: ({ file }) => ({ caseId: ghostCase, file, look: true }), refused: 'locked' },
  ],
  'audit.list': [
    {
      with: ({ caseId }) => ({ caseId }),
      answers: ['total', 'entries', 'actors', 'seq', 'head', 'code', 'signed', 'verified', 'witness'],
    },
    {
      with: ({ caseId, exhibit }) => ({ caseId, record: { type: 'exhibit', id: exhibit } }),
      answers: ['total'],
    },
    { with: ({ caseId }) => ({ caseId, kinds: ['gossip'] }), refused: 'invalid' },
    { with: ({ caseId }) => ({ caseId, count: 2_001 }), refused: 'invalid' },
    { with: () => ({ caseId: ghostCase }), refused: 'locked' },
  ],
  'audit.verify': [
    { with: ({ caseId }) => ({ caseId }), answers: ['ok', 'entries', 'signatures', 'findings'] },
    { with: () => ({ caseId: ghostCase }), refused: 'locked' },
  ],
  'audit.export': [
    {
      with: ({ caseId, place }) => ({ caseId, place, from: 1, to: 2, fileName: 'proof' }),
      answers: ['file', 'entries', 'withheld', 'sha256', 'code'],
    },
    {
      with: ({ caseId, place }) => ({ caseId, place, from: 1, to: 999_999, fileName: 'more' }),
      refused: 'invalid',
    },
    {
      with: ({ caseId, place }) => ({ caseId, place, from: 1, to: 2, fileName: '../out' }),
      refused: 'invalid',
    },
    { with: ({ caseId }) => ({ caseId, place: ghost, from: 1, to: 2, fileName: 'x' }), refused: 'not-found' },
  ],
  'audit.check': [
    {
      with: ({ file }) => ({ file }),
      answers: ['ok', 'fileName', 'entries', 'withheld', 'signedBy', 'findings'],
    },
    { with: () => ({ file: ghost }), refused: 'not-found' },
  ],
  ...bundleCases,
  ...readingCases,
}
