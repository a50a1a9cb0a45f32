import type { Method } from '../../casework/contract/contract.ts'
import { ghost, ghostCase, ghostRecord, type MethodCase } from './stage.ts'

type BundleMethod = Extract<Method, `bundle.${string}`>

/** The cases of every method about bundles. */
export const bundleCases: Readonly<Record<BundleMethod, readonly MethodCase[]>> = {
  'bundle.profiles': [{ with: () => ({}), answers: ['profiles'] }],
  'bundle.create': [
    {
      with: ({ caseId }) => ({ caseId, profile: 'general', title: 'A bundle' }),
      answers: ['record'],
    },
    { with: ({ caseId }) => ({ caseId, profile: '../general', title: 'x' }), refused: 'not-found' },
    { with: ({ caseId }) => ({ caseId, profile: 'general', title: '' }), refused: 'invalid' },
  ],
  'bundle.list': [
    { with: ({ caseId }) => ({ caseId }), answers: ['bundles'] },
    { with: () => ({ caseId: ghostCase }), refused: 'locked' },
  ],
  'bundle.plan': [
    {
      with: ({ caseId }) => ({ caseId, bundle: null }),
      answers: [
        'bundle',
        'profile',
        'version',
        'changed',
        'front',
        'sections',
        'pages',
        'documents',
        'bytes',
        'offered',
        'left',
        'checks',
        'fileName',
      ],
    },
    { with: ({ caseId }) => ({ caseId, bundle: ghostRecord }), refused: 'not-found' },
    { with: ({ caseId }) => ({ caseId, bundle: null, profile: 'none' }), refused: 'not-found' },
  ],
  'bundle.arrange': [
    {
      with: ({ caseId }) => ({ caseId, bundle: ghostRecord, version: 1, entries: [] }),
      refused: 'not-found',
    },
    {
      with: ({ caseId, exhibit }) => ({ caseId, bundle: exhibit, version: 1, entries: [{ kind: 'page' }] }),
      refused: 'invalid',
    },
  ],
  'bundle.freeze': [{ with: ({ caseId }) => ({ caseId, bundle: ghostRecord }), refused: 'not-found' }],
  'bundle.serve': [
    {
      with: ({ caseId }) => ({ caseId, bundle: ghostRecord, to: 'The defence', on: '2026-03-02' }),
      refused: 'not-found',
    },
    {
      with: ({ caseId }) => ({ caseId, bundle: ghostRecord, to: ' ', on: '2026-03-02' }),
      refused: 'invalid',
    },
  ],
  'bundle.preview': [
    { with: ({ caseId }) => ({ caseId, bundle: ghostRecord, key: 'front' }), refused: 'not-found' },
  ],
  'bundle.versions': [{ with: ({ caseId }) => ({ caseId, bundle: ghostRecord }), refused: 'not-found' }],
  'bundle.report': [{ with: ({ caseId }) => ({ caseId, copy: ghostRecord }), refused: 'not-found' }],
  'bundle.build': [
    {
      with: ({ caseId }) => ({ caseId, bundle: null, version: null, to: ghost, fileName: 'x.pdf' }),
      refused: 'not-found',
    },
    {
      with: ({ caseId, place }) => ({ caseId, bundle: null, version: null, to: place, fileName: '../x.pdf' }),
      refused: 'invalid',
    },
  ],
  'bundle.verify': [
    { with: () => ({ file: ghost }), refused: 'not-found' },
    { with: () => ({ file: '../x.pdf' }), refused: 'invalid' },
    { with: () => ({ file: ghost, holderKey: 'x'.repeat(65) }), refused: 'invalid' },
  ],
  'bundle.compare': [
    { with: ({ file }) => ({ a: file, b: ghost }), refused: 'not-found' },
    { with: ({ file }) => ({ a: file, b: file }), refused: 'unreadable' },
    { with: ({ file }) => ({ a: file }), refused: 'invalid' },
  ],
}
