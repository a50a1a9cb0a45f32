import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { Cut, cutOf } from '../../../../main/services/bundle/cut.ts'

const at = (path: string) => fileURLToPath(new URL(`../../../../resources/${path}`, import.meta.url))
const names = readdirSync(at('fonts')).flatMap((name) => /^(.*)\.ttf$/.exec(name)?.[1] ?? [])

/** Every word of the manual, and some that kern hard. */
const words = [
  ...new Set(
    readdirSync(at('manual'))
      .filter((name) => name.endsWith('.md'))
      .flatMap((name) => readFileSync(at(`manual/${name}`), 'utf8').match(/\S+/g) ?? []),
  ),
  ...'“AVATAR”, ‘Wv’. (fjord) Żółć. L’Œuvre… Țăran—Ąćęły T.“ “f” Ÿ?! AV.) f) 	LTd/To_Ta \\P. naïve-Ñandú'.split(
    ' ',
  ),
].filter((word) => /\p{Script=Latin}/u.test(word) && !/\d/.test(word))

test.each(names)('%s: a word put together from its pairs is set as it is laid out whole', (name) => {
  const cut = new Cut(at(`fonts/${name}.ttf`))
  const kerned = (word: string) => cut.kerned(word).join()
  expect(words.length).toBeGreaterThan(1_000)
  expect(words.filter((word) => kerned(word) !== cut.laidOut(word).join())).toEqual([])
  const plain = (word: string) => [...word].map((each) => cut.laidOut(each)[0]).join()
  expect(words.filter((word) => kerned(word) !== plain(word)).length).toBeGreaterThan(100)
})

test('a word of another script is laid out whole, and one with numerals plainly', () => {
  const cut = cutOf(at('fonts'), names[0]!)
  expect(cut.kerned('Теплов')).toEqual(cut.laidOut('Теплов'))
  expect(cut.kerned('AV12')).toEqual([])
  expect(cut.kerned('A'.repeat(65))).toEqual([])
})

test('a cut is read once for the process', () => {
  expect(cutOf(at('fonts'), names[0]!)).toBe(cutOf(at('fonts'), names[0]!))
})
