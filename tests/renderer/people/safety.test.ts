import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { safetyLines } from '../../../renderer/views/people/safety.ts'

describe('how to reach someone safely', () => {
  it('sets what must never be done apart', () =>
    expect(
      safetyLines(
        'Text first, then call.\nTuesday to Thursday, after 14:00.\nThrough Marta Kowalczyk, if no reply.\nNever: voicemail, a home visit.',
      ),
    ).toEqual([
      { label: 'How', words: 'Text first, then call.', never: false },
      { label: 'When', words: 'Tuesday to Thursday, after 14:00.', never: false },
      { label: 'Through', words: 'Marta Kowalczyk, if no reply.', never: false },
      { label: 'Never', words: 'Voicemail, a home visit.', never: true },
    ]))
  it.each(['Never call', 'NEVER: call', 'Do not call', 'Don’t call', 'never – call'])(
    'reads a ban: %s',
    (words) => expect(safetyLines(words)).toEqual([{ label: 'Never', words: 'Call', never: true }]),
  )
  it('keeps a label of its own', () =>
    expect(safetyLines('Code word: “library”')).toEqual([
      { label: 'Code word', words: '“library”', never: false },
    ]))
  it('loses no line and never calls a ban anything else', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.boolean(), fc.stringMatching(/^[a-z]{3,12}$/))), (lines) => {
        const read = safetyLines(lines.map(([ban, word]) => (ban ? `Never ${word}` : word)).join('\n'))
        expect(read).toHaveLength(lines.length)
        expect(read.map((each) => each.never)).toEqual(
          lines.map(([ban, word]) => ban || /^(never)$/.test(word)),
        )
      }),
    )
  })
})
