import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  labelAt,
  labelRange,
  labelSpan,
  letters,
  type Numbering,
  numberBundle,
  numberings,
  roman,
  standsFor,
} from '../../../casework/rules/numbering.ts'

const section = (letter: string, pages: readonly number[], divider = false) => ({
  letter,
  divider,
  documents: pages.map((each) => ({ pages: each })),
})

describe('the numbers of a bundle', () => {
  test('run on from the cover to the last page', () => {
    const { front, sections } = numberBundle('continuous', 3, [section('A', [2, 1]), section('B', [4], true)])
    expect(front.map((run) => labelAt(run, 2))).toEqual(['3'])
    expect(sections[0]!.documents.map((run) => labelAt(run, 0))).toEqual(['4', '6'])
    expect(labelAt(sections[1]!.divider!, 0)).toBe('7')
    expect(labelAt(sections[1]!.documents[0]!, 3)).toBe('11')
  })

  test('begin again in each section', () => {
    const { front, sections } = numberBundle('sections', 2, [section('A', [2, 1]), section('B', [4])])
    expect(labelAt(front[0]!, 1)).toBe('ii')
    expect(sections.flatMap((each) => each.documents.map((run) => labelAt(run, 0)))).toEqual([
      'A1',
      'A3',
      'B1',
    ])
  })

  test('name section, tab and page', () => {
    const { sections } = numberBundle('tabs', 2, [section('A', [2, 1], true)])
    expect(labelAt(sections[0]!.divider!, 0)).toBe('A/0/1')
    expect(sections[0]!.documents.map((run) => labelAt(run, 0))).toEqual(['A/1/1', 'A/2/1'])
  })

  test('begin with the series of a supplement, whatever the numbering', () => {
    const of = (numbering: Numbering) => {
      const { front, sections } = numberBundle(numbering, 2, [section('A', [2, 1], true)], 1, 'SB1/')
      const all = [...front, ...sections.flatMap(({ divider, documents }) => [divider!, ...documents])]
      return all.map((run) => labelAt(run, 0)).join(' ')
    }
    expect(of('continuous')).toBe('SB1/1 SB1/3 SB1/4 SB1/6')
    expect(of('sections')).toBe('SB1/i SB1/A1 SB1/A2 SB1/A4')
    expect(of('roman')).toBe('SB1/i SB1/1 SB1/2 SB1/4')
    expect(of('tabs')).toBe('SB1/i SB1/A/0/1 SB1/A/1/1 SB1/A/2/1')
  })

  test('that were frozen stay, whatever comes between', () => {
    const frozen = { style: 'decimal', prefix: '', from: 4 } as const
    const late = { style: 'letters', prefix: '5', from: 1 } as const
    const { sections } = numberBundle('continuous', 3, [
      {
        letter: 'A',
        divider: false,
        documents: [
          { pages: 2, frozen },
          { pages: 28, frozen: late },
        ],
      },
    ])
    expect(labelAt(sections[0]!.documents[0]!, 1)).toBe('5')
    expect([0, 1, 25, 26, 27].map((at) => labelAt(sections[0]!.documents[1]!, at))).toEqual([
      '5A',
      '5B',
      '5Z',
      '5AA',
      '5AB',
    ])
  })

  test('stand on one page alone, whatever the numbering and the tree', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...(Object.keys(numberings) as Numbering[])),
        fc.integer({ min: 1, max: 9 }),
        fc.array(fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 8 }), {
          maxLength: 30,
        }),
        fc.boolean(),
        (numbering, front, tree, divider) => {
          const parts = tree.map((pages, index) => section(letters(index + 1), pages, divider))
          const { front: ahead, sections } = numberBundle(numbering, front, parts)
          const all = [
            ...Array.from({ length: front }, (_, at) => labelAt(ahead[0]!, at)),
            ...sections.flatMap((each, s) => [
              ...(each.divider === null ? [] : [labelAt(each.divider, 0)]),
              ...each.documents.flatMap((run, d) =>
                Array.from({ length: tree[s]![d]! }, (_, at) => labelAt(run, at)),
              ),
            ]),
          ]
          expect(new Set(all).size).toBe(all.length)
        },
      ),
    )
  })
})

test('figures and letters', () => {
  expect([1, 4, 9, 14, 40, 90, 1999].map(roman)).toEqual(['i', 'iv', 'ix', 'xiv', 'xl', 'xc', 'mcmxcix'])
  expect([1, 26, 27, 52, 703].map(letters)).toEqual(['A', 'Z', 'AA', 'AZ', 'AAA'])
})

test('a stretch that begins or ends with a page for a range has that range’s first or last number', () => {
  expect(labelSpan('1', '5–8')).toEqual(['1', '8'])
  expect(labelSpan('B5–B8', 'B12A')).toEqual(['B5', 'B12A'])
  expect(labelSpan('A/1/1', 'A/2/3')).toEqual(['A/1/1', 'A/2/3'])
  expect(labelRange('3', '5–8')).toBe('3–8')
  expect(labelRange('5–8', '12A')).toBe('5–12A')
  expect(labelRange('5–8', '5–8')).toBe('5–8')
  expect(labelSpan('143A–143C', 'A9–A11')).toEqual(['143A', 'A11'])
  expect(labelSpan('3–1', 'A–9')).toEqual(['3–1', 'A–9'])
  expect(labelRange('A12', 'A12')).toBe('A12')
})

test('a page for a range stands for the numbers of its range and no other', () => {
  const of = (label: string, numbers: string, letter?: string) =>
    numbers.split(' ').filter((number) => standsFor(label, number, letter))
  expect(of('5–8', '4 5 6 8 9 6A A6 06 vi')).toEqual(['5', '6', '8'])
  expect(of('B9–B12', '10 B8 B9 B10 B12 B13 C10')).toEqual(['B9', 'B10', 'B12'])
  expect(of('143Y–143AB', '143 143X 143Z 143AA 143AC 144A')).toEqual(['143Z', '143AA'])
  expect(of('C/2/1–C/2/4', 'C/2/3 C/1/3 C/2/5')).toEqual(['C/2/3'])
  expect(of('A19–A110', 'A15 A110 A111', 'A1')).toEqual(['A110'])
  expect(of('6', '6')).toEqual([])
})
