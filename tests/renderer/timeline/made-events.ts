import { register } from '../../../casework/entities/index.ts'
import { readWhen } from '../../../casework/rules/when.ts'
import type { EventRecord } from '../../../renderer/views/timeline/columns.ts'

/** An event for tests, its date read from words. */
export function madeEvent(
  no: number,
  words: string,
  fields: Partial<EventRecord['fields']> = {},
): EventRecord {
  const stamp = { at: Date.UTC(2026, 1, 11, 9, 0), by: 'Test' }
  return {
    id: `event${no}`,
    type: 'event',
    no,
    version: 1,
    made: stamp,
    changed: stamp,
    archived: null,
    fields: {
      ...register.event.blank,
      title: `Event ${no}`,
      when: readWhen(words, '2026-03-18'),
      ...fields,
    },
  }
}
