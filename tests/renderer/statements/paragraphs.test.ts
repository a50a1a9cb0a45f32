import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  begun,
  joined,
  kept,
  numbersOf,
  pasted,
  placeOf,
  runsOf,
  split,
  written,
} from '../../../renderer/views/statements/paragraphs.ts'

const texts = (edited: { paragraphs: readonly { text: string }[] }) =>
  edited.paragraphs.map(({ text }) => text)
const two = begun(['I come from Nghệ An.', 'I have a daughter.'])

describe('writing in paragraphs', () => {
  it('begins with one empty paragraph', () => expect(texts({ paragraphs: begun([]) })).toEqual(['']))
  it('Enter makes the next paragraph of what follows the caret', () => {
    const edited = split(two, 0, 7)
    expect(texts(edited)).toEqual(['I come', 'from Nghệ An.', 'I have a daughter.'])
    expect([edited.at, edited.caret]).toEqual([1, 0])
  })
  it('Enter over a selection takes it away', () =>
    expect(texts(split(two, 0, 7, 12))).toEqual(['I come', 'Nghệ An.', 'I have a daughter.']))
  it('Backspace at the start joins, with the caret where they meet', () => {
    const edited = joined(two, 1)
    expect(texts(edited)).toEqual(['I come from Nghệ An. I have a daughter.'])
    expect(edited.caret).toBe('I come from Nghệ An. '.length)
  })
  it('has nothing to join before the first', () => expect(joined(two, 0).paragraphs).toBe(two))
  it('keeps the identity of paragraphs that did not change', () => {
    const edited = split(two, 0, 7)
    expect(edited.paragraphs[0]!.key).toBe(two[0]!.key)
    expect(edited.paragraphs[2]!.key).toBe(two[1]!.key)
    expect(new Set(edited.paragraphs.map(({ key }) => key)).size).toBe(3)
  })
  it('Paste makes a paragraph of each line and drops blank ones', () => {
    const edited = pasted(two, 0, 2, 2, 'think.\r\n\r\nThen I\u2028left and ')
    expect(texts(edited)).toEqual(['I think.', 'Then I', 'left and come from Nghệ An.', 'I have a daughter.'])
    expect([edited.at, edited.caret]).toEqual([2, 'left and '.length])
  })
  it('leaves out characters that a record refuses', () =>
    expect(texts(pasted(two, 0, 0, 0, 'a\u0007\u202Eb\nc'))).toEqual([
      'ab',
      'cI come from Nghệ An.',
      'I have a daughter.',
    ]))
  it('a line break that gets into a text parts it too', () => {
    const edited = written(two, 1, 'I have\na daughter.', 7)
    expect(texts(edited)).toEqual(['I come from Nghệ An.', 'I have', 'a daughter.'])
    expect([edited.at, edited.caret]).toEqual([2, 0])
  })

  it('loses no word by splitting and joining anywhere', () => {
    const line = fc.stringMatching(/^[a-zử,. ]{0,20}$/)
    const squeezed = (all: readonly string[]) => all.join(' ').replace(/\s+/g, ' ').trim()
    fc.assert(
      fc.property(fc.array(line, { minLength: 1, maxLength: 5 }), fc.nat(), fc.nat(), (all, which, where) => {
        const start = begun(all)
        const at = which % all.length
        const caret = where % (all[at]!.length + 1)
        const parted = split(start, at, caret)
        expect(squeezed(texts(parted)).replaceAll(' ', '')).toBe(squeezed(all).replaceAll(' ', ''))
        const back = joined(parted.paragraphs, parted.at)
        expect(squeezed(texts(back)).replaceAll(' ', '')).toBe(squeezed(all).replaceAll(' ', ''))
        expect(back.paragraphs).toHaveLength(all.length)
        expect(new Set(parted.paragraphs.map(({ key }) => key)).size).toBe(all.length + 1)
      }),
    )
  })
})

describe('numbers', () => {
  const gappy = begun(['One.', '  ', 'Two.', ''])
  it('are those the form prints, which leaves blank paragraphs out', () => {
    expect(numbersOf(gappy)).toEqual([1, null, 2, null])
    expect(kept(gappy)).toEqual(['One.', 'Two.'])
    expect(placeOf(gappy, 2)).toBe(2)
    expect(placeOf(gappy, 3)).toBe(-1)
  })
})

describe('exhibit references', () => {
  const known = new Set(['JLB/7', 'AWŁ/2'])
  it('are known or not', () =>
    expect(runsOf('a notebook, JLB/7, and JLB/11 and AWŁ/2.', known)).toEqual([
      { text: 'a notebook, ', kind: 'plain' },
      { text: 'JLB/7', kind: 'known' },
      { text: ', and ', kind: 'plain' },
      { text: 'JLB/11', kind: 'unknown' },
      { text: ' and ', kind: 'plain' },
      { text: 'AWŁ/2', kind: 'known' },
      { text: '.', kind: 'plain' },
    ]))
  it('never change the text they are drawn over', () => {
    const piece = fc.oneof(fc.string(), fc.constantFrom('JLB/7', ' ', 'AWŁ/2', 'X/1', '/'))
    fc.assert(
      fc.property(fc.array(piece), (pieces) => {
        const text = pieces.join('')
        expect(
          runsOf(text, known)
            .map((run) => run.text)
            .join(''),
        ).toBe(text)
      }),
    )
  })
})
