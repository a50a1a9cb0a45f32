import { expect, test } from 'vitest'
import { CaseworkError } from '../../../casework/contract/errors.ts'
import { createArranger } from '../../../renderer/views/bundles/arranger.ts'
import { section } from './samples.ts'

const to = (letter: string) => [section(letter)]
const letter = (entries: ReturnType<ReturnType<typeof createArranger>['over']>) =>
  entries?.[0]?.kind === 'section' ? entries[0].letter : null

function bench() {
  const saved: string[] = []
  const failed: unknown[] = []
  const arranger = createArranger(
    () => undefined,
    (thrown) => failed.push(thrown),
  )
  const edit = (name: string, fail = false) =>
    arranger.edit(
      {
        name,
        entries: to(name.slice(0, 1)),
        save: async (version) => {
          await Promise.resolve()
          if (fail) throw new CaseworkError('conflict', 'It was changed elsewhere.')
          saved.push(`${name} over ${version}`)
          return version + 1
        },
      },
      4,
    )
  return { arranger, saved, failed, edit }
}

test('edits are saved one after the other, each over the version that came of the one before', async () => {
  const { arranger, saved, edit } = bench()
  edit('A')
  edit('B')
  expect(letter(arranger.over(4))).toBe('B')
  expect(await arranger.settled()).toBe(true)
  expect(saved).toEqual(['A over 4', 'B over 5'])
})

test('the newest arrangement shows until the plan has caught up, and an undo shows at once', async () => {
  const { arranger, edit } = bench()
  edit('A')
  await arranger.settled()
  expect(letter(arranger.over(4))).toBe('A')
  expect(arranger.over(5)).toBe(null)
  expect(arranger.over(6)).toBe(null)
})

test('a key held down is saved as where it led, not as every step', async () => {
  const { arranger, saved, edit } = bench()
  edit('A')
  edit('B step')
  edit('B step')
  edit('B step')
  await arranger.settled()
  expect(saved).toEqual(['A over 4', 'B step over 5'])
})

test('a save that fails takes everything behind it back, and says so', async () => {
  const { arranger, saved, failed, edit } = bench()
  edit('A', true)
  edit('B')
  expect(await arranger.settled()).toBe(false)
  expect(saved).toEqual([])
  expect(failed).toHaveLength(1)
  expect(arranger.over(4)).toBe(null)
  edit('C')
  expect(await arranger.settled()).toBe(true)
  expect(saved).toEqual(['C over 4'])
})
