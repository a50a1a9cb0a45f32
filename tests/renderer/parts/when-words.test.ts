import { describe, expect, it } from 'vitest'
import { readWhen } from '../../../casework/rules/when.ts'
import { readingOf, whenInColumn } from '../../../renderer/parts/when-words.ts'

const reading = (words: string) => readingOf(readWhen(words, '2026-03-18'))

describe('what a date was read as', () => {
  it.each([
    ['29 Nov 2025', 'Read as: 29 Nov 2025'],
    ['yesterday', 'Read as: 17 Mar 2026'],
    ['before 1 October 2024', /^Read as: not after .*(Sep|Oct) 2024$/],
    ['the day of the storm', 'Not read as a date. The words are kept.'],
    ['', ''],
  ])('“%s”', (words, said) => {
    if (said instanceof RegExp) expect(reading(words)).toMatch(said)
    else expect(reading(words)).toBe(said)
  })

  it('a month is some time within it, never a day', () => {
    expect(reading('Sep 2024')).toBe('Read as: some time 1 Sep 2024 to 30 Sep 2024')
  })

  it('a column shows the words, or a dash', () => {
    expect(whenInColumn(readWhen('about Sep 2024', '2026-03-18'))).toBe('about Sep 2024')
    expect(whenInColumn(readWhen(' ', '2026-03-18'))).toBe('–')
  })
})
