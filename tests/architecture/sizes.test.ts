import { expect, test } from 'vitest'
import { type Source, sources } from './sources.ts'

const linesOf = ({ text }: Source) => text.split('\n').length - (text.endsWith('\n') ? 1 : 0)

/** The files longer than so many lines, the longest first. */
const longerThan = (limit: number, files: readonly Source[]) =>
  files
    .map((file) => ({ path: file.path, lines: linesOf(file) }))
    .filter(({ lines }) => lines > limit)
    .sort((a, b) => b.lines - a.lines)
    .map(({ path, lines }) => `${path}: ${lines} lines`)

const files = sources('.ts', '.tsx', '.mjs', '.css')

test('no file is longer than 400 lines', () => {
  const worth = longerThan(250, files)
  if (worth.length > 0) console.info(`Over 250 lines, worth a thought:\n  ${worth.join('\n  ')}`)
  expect(longerThan(400, files)).toEqual([])
})

test('the rule can fail', () => {
  const planted = { path: 'main/long.ts', text: 'x\n'.repeat(401) }
  expect(longerThan(400, [planted])).toEqual(['main/long.ts: 401 lines'])
  expect(longerThan(400, [{ ...planted, text: 'x\n'.repeat(400) }])).toEqual([])
})
