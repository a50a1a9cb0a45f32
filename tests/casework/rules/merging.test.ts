import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { twins, verdictOf, versionsToPut } from '../../../casework/rules/merging.ts'

const versions = (text: string) => text.split('')

describe('the verdict over one record', () => {
  test.each([
    ['', 'a', 'new'],
    ['a', 'a', 'same'],
    ['ab', 'cb', 'same'],
    ['a', 'ab', 'newer'],
    ['ab', 'a', 'older'],
    ['ab', 'ac', 'conflict'],
    ['a', 'b', 'conflict'],
    // A part brings the present version alone; our own past still tells that it is an earlier one of ours.
    ['ab', 'a', 'older'],
    ['b', 'xby', 'newer'],
    // They had it from a part, and went on from there; and the other way round.
    ['ab', 'bc', 'newer'],
    ['bc', 'ab', 'older'],
    // Each has met the other’s present version, in another order.
    ['ab', 'ba', 'conflict'],
    // Back where both began: what they did since is the one change that stands.
    ['aba', 'ac', 'newer'],
    // Back to what it was is a step like any other.
    ['ab', 'aba', 'newer'],
    ['aba', 'ab', 'older'],
    // Saving without a change is none.
    ['aab', 'ab', 'same'],
    ['aa', 'aab', 'newer'],
  ])('ours %s, theirs %s: %s', (ours, theirs, verdict) => {
    expect(verdictOf(versions(ours), versions(theirs))).toBe(verdict)
  })

  test('in a conflict, what came to theirs since is put, in order', () => {
    expect(versionsToPut('conflict', versions('ab'), versions('axcxd'))).toEqual([1, 2, 3, 4])
  })

  test('a version that becomes present again is put again', () => {
    expect(versionsToPut('newer', versions('ab'), versions('aba'))).toEqual([2])
  })

  const history = fc.array(fc.constantFrom('a', 'b', 'c', 'd', 'e'), { minLength: 1, maxLength: 7 })
  /** What our versions are after merging theirs. */
  const merged = (ours: readonly string[], theirs: readonly string[]) => {
    const verdict = verdictOf(ours, theirs)
    const put = versionsToPut(verdict, ours, theirs).map((at) => theirs[at] as string)
    const again = verdict === 'conflict' ? [ours.at(-1) as string] : []
    return { verdict, versions: [...ours, ...put, ...again] }
  }

  test('property: merging twice changes nothing the second time', () => {
    fc.assert(
      fc.property(history, history, (ours, theirs) => {
        const once = merged(ours, theirs)
        expect(['same', 'older']).toContain(merged(once.versions, theirs).verdict)
      }),
      { numRuns: 3_000 },
    )
  })

  test('property: nothing of ours is lost, and nothing of theirs where it was taken or disputed', () => {
    fc.assert(
      fc.property(history, history, (ours, theirs) => {
        const after = merged(ours, theirs)
        expect(after.versions.slice(0, ours.length)).toEqual(ours)
        if (after.verdict === 'conflict') expect(after.versions.at(-1)).toBe(ours.at(-1))
        if (after.verdict === 'conflict' || after.verdict === 'newer')
          for (const version of theirs) expect(after.versions).toContain(version)
      }),
      { numRuns: 3_000 },
    )
  })

  test('property: there and back again, both sides are alike', () => {
    fc.assert(
      fc.property(history, history, history, (start, ours, theirs) => {
        const a = [...start, ...ours]
        const b = [...start, ...theirs]
        const b2 = merged(b, a).versions
        expect(merged(a, b2).versions.at(-1)).toBe(b2.at(-1))
      }),
      { numRuns: 3_000 },
    )
  })
})

test('references that stand on two records are found, empty ones are none', () => {
  const found = twins(['AB/1', '', 'AB/2', '', 'AB/1'], (ref) => ref)
  expect([...found.keys()]).toEqual(['AB/1'])
  expect(found.get('AB/1')).toHaveLength(2)
})
