import type { Method } from '../../casework/contract/contract.ts'
import { ghost, type MethodCase } from './stage.ts'

const ghostBundle = 'f'.repeat(64)
type ReadingMethod = Extract<Method, `reading.${string}`>

/** The cases of every method about reading a bundle. */
export const readingCases: Readonly<Record<ReadingMethod, readonly MethodCase[]>> = {
  'reading.open': [
    { with: () => ({ file: ghost }), refused: 'not-found' },
    { with: ({ file }) => ({ file }), refused: 'unreadable' },
    { with: () => ({ file: '../x.pdf' }), refused: 'invalid' },
  ],
  'reading.close': [{ with: () => ({ id: ghostBundle }), answers: [] }],
  'reading.verify': [{ with: () => ({ id: ghostBundle }), refused: 'not-found' }],
  'reading.note': [
    { with: () => ({ id: ghostBundle, change: { do: 'remove', note: 'abcd' } }), refused: 'not-found' },
    { with: () => ({ id: ghostBundle, change: { do: 'burn', note: 'abcd' } }), refused: 'invalid' },
  ],
  'reading.mark': [
    { with: () => ({ id: ghostBundle, from: 1, to: 2, read: true }), refused: 'not-found' },
    { with: () => ({ id: ghostBundle, from: 0, to: 2, read: true }), refused: 'invalid' },
  ],
  'reading.place': [
    { with: () => ({ id: ghostBundle, place: { page: 1, top: null, turn: 0 } }), refused: 'not-found' },
    { with: () => ({ id: ghostBundle, place: { page: 1, top: null, turn: 45 } }), refused: 'invalid' },
  ],
  'reading.since': [{ with: () => ({ id: ghostBundle }), refused: 'not-found' }],
  'reading.carry': [
    {
      with: () => ({
        id: ghostBundle,
        from: 'e'.repeat(64),
        notes: true,
        bookmarks: true,
        read: true,
      }),
      refused: 'not-found',
    },
    {
      with: () => ({ id: ghostBundle, from: 'x', notes: true, bookmarks: true, read: true }),
      refused: 'invalid',
    },
  ],
  'reading.summary': [
    {
      with: ({ place }) => ({ id: ghostBundle, to: place, fileName: 'Notes', form: 'pdf', tag: null }),
      refused: 'not-found',
    },
  ],
}
