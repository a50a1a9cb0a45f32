import { describe, expect, it, test } from 'vitest'
import {
  commandsOf,
  groupsOf,
  machineWords,
  marked,
  matching,
  readTyped,
} from '../../../renderer/shell/palette-model.ts'
import { sizeWords, whenDone } from '../../../renderer/shell/times.ts'

const run = () => undefined
const hit = (type: string, id: string) => ({
  caseId: 'c',
  type,
  id,
  ref: id,
  title: id,
  detail: '',
  folded: false,
})

describe('the palette', () => {
  it('a sign at the start narrows it', () => {
    expect(readTyped('@ huong ')).toEqual({ scope: 'people', words: 'huong' })
    expect(readTyped('/ledger')).toEqual({ scope: 'evidence', words: 'ledger' })
    expect(readTyped('>lock')).toEqual({ scope: 'commands', words: 'lock' })
    expect(readTyped('JLB/7')).toEqual({ scope: 'all', words: 'JLB/7' })
  })

  it('offers each command once, the newest layer first, without the quiet ones', () => {
    const layers = [
      {
        title: 'Anywhere',
        bindings: [
          { key: '?', does: 'Show keys', run },
          { key: 'F6', does: 'Next', run, quiet: true },
        ],
      },
      {
        title: 'Evidence',
        bindings: [
          { key: 'I', does: 'Import files', run },
          { key: 'X', does: 'Show keys', run },
        ],
      },
    ]
    const commands = commandsOf(layers)
    expect(commands.map((each) => each.word)).toEqual(['Import files', 'Show keys'])
    expect(matching(commands, 'keys sh').map((each) => each.word)).toEqual(['Show keys'])
  })

  it('keeps people apart, and only what the sign asks for', () => {
    const hits = [hit('exhibit', 'e'), hit('person', 'p'), hit('statement', 's')]
    expect(groupsOf(hits, 'people')).toMatchObject({ people: [{ id: 'p' }], rest: [] })
    expect(groupsOf(hits, 'evidence')).toMatchObject({ people: [], rest: [{ id: 'e' }] })
    expect(groupsOf(hits, 'all').rest).toHaveLength(2)
  })

  it('marks what was found, though it was typed without marks, and loses no letter', () => {
    expect(marked('Nguyễn Thị Hường', 'huong')).toEqual(['Nguyễn Thị ', 'Hường', ''])
    expect(marked('Łęcka, notes', 'lecka')).toEqual(['', 'Łęcka', ', notes'])
    expect(marked('Ọlábísí Ògúnlẹ́yẹ', 'ogun').join('')).toBe('Ọlábísí Ògúnlẹ́yẹ')
    expect(marked('Ledger', 'phone')).toEqual(['Ledger'])
  })
})

describe('times and sizes in columns', () => {
  it('a size has two figures or three', () => {
    expect([0, 612, 38_000_000, 1_400_000_000].map(sizeWords)).toEqual(['0 B', '612 B', '38 MB', '1.4 GB'])
  })

  it('today is a time, this year a day, before that a year too', () => {
    const at = (iso: string) => new Date(iso).getTime()
    expect(whenDone(at('2026-03-18T08:52:00'), '2026-03-18')).toBe('08:52')
    expect(whenDone(at('2026-03-16T08:52:00'), '2026-03-18')).toBe('16 Mar')
    expect(whenDone(at('2025-11-29T08:52:00'), '2026-03-18')).toBe('29 Nov 2025')
  })
})

test('pages a machine read are told with what that is worth', () => {
  const pages = (checked: readonly boolean[]) => ({
    pages: checked.map((each, at) => ({ page: 3 + at, checked: each })),
  })
  expect(machineWords(pages([false]))).toBe('page 3 · machine-read, unchecked')
  expect(machineWords(pages([true, true]))).toBe('pages 3–4 · machine-read, checked')
  expect(machineWords(pages([true, false, false]))).toBe('pages 3–5 · machine-read, 1 of 3 checked')
  const apart = [1, 3, 5, 7, 9].map((page) => ({ page, checked: false }))
  expect(machineWords({ pages: apart })).toBe('pages 1, 3, 5, 7 … · machine-read, unchecked')
})
