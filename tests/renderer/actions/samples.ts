import { register, type StoredOf, type ValuesOf } from '../../../casework/entities/index.ts'

const stamp = { at: Date.parse('2026-03-16T09:12:00Z'), by: 'officer' }

/** A stored action with the given values over empty ones. */
export const actionWith = (no: number, fields: Partial<ValuesOf<'action'>>): StoredOf<'action'> =>
  ({
    id: `action${no}`,
    type: 'action',
    no,
    version: 1,
    made: stamp,
    changed: stamp,
    archived: null,
    fields: { ...register.action.blank, ...fields },
  }) as StoredOf<'action'>
