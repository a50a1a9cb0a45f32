import type { Method } from '../../casework/contract/contract.ts'
import { ghostCase, ghostRecord, type MethodCase } from './stage.ts'

const box = { left: 10, top: 10, right: 60, bottom: 25 }
const mark = { page: 1, box, reason: 'third-party', note: '' }

/** The cases of redaction. */
export const redactionCases = {
  'redaction.reasons': [{ with: () => ({}), answers: ['source', 'effectiveFrom', 'verified', 'reasons'] }],
  'redaction.list': [
    { with: ({ caseId }) => ({ caseId }), answers: ['items'] },
    { with: () => ({ caseId: ghostCase }), refused: 'locked' },
  ],
  'redaction.of': [
    {
      with: ({ caseId, exhibit }) => ({ caseId, exhibit }),
      answers: ['state', 'marks', 'removed', 'edited'],
    },
    { with: ({ caseId }) => ({ caseId, exhibit: ghostRecord }), refused: 'not-found' },
  ],
  'redaction.find': [
    { with: ({ caseId }) => ({ caseId, exhibits: null, words: ['Mill Lane'] }), answers: ['items'] },
    { with: ({ caseId }) => ({ caseId, exhibits: null, words: [] }), refused: 'invalid' },
  ],
  'redaction.mark': [
    {
      with: ({ caseId, exhibit }) => ({ caseId, exhibit, marks: [{ ...mark, reason: 'boredom' }] }),
      refused: 'invalid',
    },
    { with: ({ caseId }) => ({ caseId, exhibit: ghostRecord, marks: [mark] }), refused: 'not-found' },
  ],
  'redaction.change': [
    {
      with: ({ caseId }) => ({ caseId, mark: ghostRecord, reason: 'child', note: '' }),
      refused: 'not-found',
    },
  ],
  'redaction.remove': [{ with: ({ caseId }) => ({ caseId, marks: [ghostRecord] }), refused: 'not-found' }],
  'redaction.check': [
    { with: ({ caseId, exhibit }) => ({ caseId, exhibit, by: 'DI Okafor' }), refused: 'not-found' },
    { with: ({ caseId, exhibit }) => ({ caseId, exhibit, by: ' ' }), refused: 'invalid' },
  ],
  'redaction.burn': [
    { with: ({ caseId, exhibit }) => ({ caseId, exhibit, goOn: false }), refused: 'not-found' },
  ],
  'redaction.proof': [{ with: ({ caseId, exhibit }) => ({ caseId, exhibit }), answers: ['proof'] }],
} satisfies Partial<Record<Method, readonly MethodCase[]>>
