import { randomBytes } from 'node:crypto'
import { cpSync } from 'node:fs'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { OpenCase } from '../../../main/desk/open-cases.ts'
import { contentsOf, filled, handOverStage, type Stage } from './hand-over-stage.ts'

const held: { stage?: Stage } = {}
const stage = () => held.stage!
beforeEach(async () => {
  held.stage = await handOverStage()
})
afterEach(() => stage().clear())

describe('part of a case handed over', () => {
  test('holds what was chosen and all it refers to, present versions, never a contact page', async () => {
    const { a, statement, person } = await filled(stage(), 'Lantern')
    const { left, records } = await stage().seal(a, 'Part', {
      part: [{ type: 'statement', id: statement.id }],
    })
    expect({ left, records }).toEqual({ left: 1, records: 2 })
    const b = await stage().made('Home')
    await stage().merge(b, 'Part.handover')
    expect(Object.keys(await contentsOf(b)).sort()).toEqual(
      ['case', `person/${person.id}`, `statement/${statement.id}`].sort(),
    )
    expect((await b.store.versions('statement', statement.id)).versions).toHaveLength(1)
    // What was taken out before is not in the file at all.
    await b.records.change('statement', statement.id, 2, { paragraphs: ['Corrected.'] })
    await stage().seal(b, 'Return')
    expect((await stage().merge(a, 'Return.handover')).items).toMatchObject([
      { type: 'case', verdict: 'conflict' },
      { id: statement.id, verdict: 'newer' },
    ])
    expect((await a.records.get('statement', statement.id)).fields.paragraphs).toEqual(['Corrected.'])
  })
})

describe('two copies of a case that went apart', () => {
  test('each record gets its verdict; in a conflict ours stays and theirs is in its history', async () => {
    const { a, person, action, exhibitId } = await filled(stage(), 'Lantern')
    await a.store.close()
    cpSync(a.folder, stage().place.at('Copy.case'), { recursive: true })
    const one = await stage().opened('1'.repeat(32), a.folder)
    const two = await stage().opened('2'.repeat(32), stage().place.at('Copy.case'))
    await one.records.change('person', person.id, 1, { nationality: 'Vietnamese' })
    await two.records.change('person', person.id, 1, { nationality: 'Albanian', notes: 'x' })
    await one.records.archive('action', action.id, false)
    await two.records.change('exhibit', exhibitId, 1, { seal: 'M123' })
    const added = await two.records.add('event', { title: 'Arrival' })
    const twin = await stage().exhibit(two, 'Bag', randomBytes(10), { producer: 'AB', number: 1 })
    await stage().exhibit(one, 'Box', randomBytes(10), { producer: 'AB', number: 1 })
    await stage().seal(two, 'Two')
    const result = await stage().merge(one, 'Two.handover')
    const verdicts = Object.fromEntries(result.items.map(({ id, verdict }) => [id, verdict]))
    expect(verdicts).toMatchObject({
      [person.id]: 'conflict',
      [action.id]: 'older',
      [exhibitId]: 'newer',
      [added.id]: 'new',
      [twin]: 'new',
    })
    expect(result.from.signed).toBe('known')
    expect(result.items.find(({ id }) => id === person.id)?.fields).toEqual(['Nationality', 'Notes'])
    expect(result.items.filter((item) => item.twin).map(({ ref }) => ref)).toContain('AB/1')
    expect(one.records.peek('person', person.id).fields.nationality).toBe('Vietnamese')
    const past = (await one.store.versions('person', person.id)).versions.map(
      ({ record }) => (record as unknown as { fields: { nationality: string } }).fields.nationality,
    )
    expect(past).toEqual(['Vietnamese', 'Albanian', 'Vietnamese', ''])
    expect((await one.store.verify({ full: true })).findings).toEqual([])

    await stage().seal(one, 'One')
    const back = await stage().merge(two, 'One.handover')
    expect(back.counts.conflict).toBe(0)
    expect(await contentsOf(two)).toEqual(await contentsOf(one))
    // Closed and opened again, the history of each still holds together.
    await one.store.close()
    const again = await stage().opened('1'.repeat(32), one.folder)
    expect((await again.store.verify({ full: true })).findings).toEqual([])
    expect((await again.store.versions('person', person.id)).versions).toHaveLength(4)
  })
})

describe('copies of a case edited at random', () => {
  const step = fc.record({
    which: fc.integer({ min: 0, max: 3 }),
    what: fc.constantFrom('change', 'archive', 'add'),
    word: fc.constantFrom('a', 'b', 'c'),
  })
  const script = fc.array(step, { maxLength: 6 })

  test('property: merging twice changes nothing more; there and back, both are alike and nothing is lost', async () => {
    await fc.assert(
      fc.asyncProperty(script, script, async (mine, yours) => {
        const s = await handOverStage()
        try {
          const first = await s.made('A')
          const ids = ['Ana', 'Bea', 'Cem'].map(
            async (name) => (await first.records.add('person', { name })).id,
          )
          const people = await Promise.all(ids)
          await first.store.close()
          cpSync(first.folder, s.place.at('B.case'), { recursive: true })
          const a = await s.opened('1'.repeat(32), first.folder)
          const b = await s.opened('2'.repeat(32), s.place.at('B.case'))
          const play = async (held: OpenCase, steps: typeof mine) => {
            for (const { which, what, word } of steps) {
              const id = people[which]
              if (what === 'add' || id === undefined) await held.records.add('action', { title: word })
              else if (what === 'archive')
                await held.records.archive('person', id, held.records.peek('person', id).archived === null)
              else
                await held.records.change('person', id, held.records.peek('person', id).version, {
                  notes: word,
                })
            }
          }
          await play(a, mine)
          await play(b, yours)
          const before = await contentsOf(b)
          const past = async (held: OpenCase, id: string) =>
            (await held.store.versions('person', id)).versions.length
          const lengths = await Promise.all(people.map((id) => past(b, id)))
          await s.seal(a, 'AtoB')
          const once = await s.merge(b, 'AtoB.handover')
          const after = await contentsOf(b)
          const again = await s.merge(b, 'AtoB.handover')
          expect([again.counts.new, again.counts.newer, again.counts.conflict]).toEqual([0, 0, 0])
          expect(await contentsOf(b)).toEqual(after)
          for (const { verdict, type, id } of once.items)
            if (verdict === 'conflict' || verdict === 'older')
              expect(after[`${type}/${id}`]).toBe(before[`${type}/${id}`])
          for (const [at, id] of people.entries())
            expect(await past(b, id)).toBeGreaterThanOrEqual(lengths[at] as number)
          await s.seal(b, 'BtoA')
          expect((await s.merge(a, 'BtoA.handover')).counts.conflict).toBe(0)
          expect(await contentsOf(a)).toEqual(await contentsOf(b))
          expect((await a.store.verify({ full: true })).findings).toEqual([])
        } finally {
          await s.clear()
        }
      }),
      { numRuns: 12 },
    )
  }, 60_000)
})
