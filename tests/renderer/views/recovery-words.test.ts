import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { askedGroups, groupsOf, sameGroup, typedKey } from '../../../renderer/views/lock/recovery-words.ts'

describe('a recovery key typed again', () => {
  const key = 'AGE-SECRET-KEY-1EAY3N0EVZ7FH2U3GXRMQ38LE5YKWGS8M6RTFS80WN6P96M6ZLZXSNH0Q6A'

  it('is shown in ten groups that hold all of it but its beginning', () => {
    expect(groupsOf(key)).toHaveLength(10)
    expect(groupsOf(key)[0]).toBe('EAY3N0')
    expect(`AGE-SECRET-KEY-1${groupsOf(key).join('')}`).toBe(key)
  })

  it('is read from its groups alone, or whole, in any spacing and either case', () => {
    expect(typedKey(groupsOf(key).join(' ').toLowerCase())).toBe(key)
    expect(typedKey(` ${key} `)).toBe(key)
    expect(typedKey(key.match(/.{1,8}/g)!.join('\n'))).toBe(key)
  })

  it('a group is the same whatever its spacing, and never another', () => {
    expect(sameGroup(' eay 3n0', 'EAY3N0')).toBe(true)
    expect(sameGroup('EAY3NO', 'EAY3N0')).toBe(false)
  })

  it('asks for two different groups, in order', () => {
    const part = fc.double({ min: 0, max: 0.999_999, noNaN: true })
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 16 }), part, part, (count, first, second) => {
        const [a, b] = askedGroups(count, first, second)
        return a >= 0 && a < b && b < count
      }),
    )
  })
})
