import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { adviceOn, askedGroups, groupsOf, sameGroup } from '../../../renderer/views/lock/strength.ts'

describe('advice on a passphrase', () => {
  it.each([
    ['short', 'bad'],
    ['aaaaaaaaaaaaaaaaaaaaaaaa', 'bad'],
    ['password1234', 'bad'],
    ['marram dunes', 'bad'],
    ['Eelgrass in the bay', 'soon'],
    ['tide line 77', 'soon'],
    ['heron lantern oatmeal quarry saddle', 'good'],
    ['q8$Lm2!vRz7&kPw4xT9@', 'good'],
  ])('%s', (passphrase, tone) => {
    expect(adviceOn(passphrase, 'Eelgrass').tone).toBe(tone)
  })
})

describe('a recovery key typed again', () => {
  it('is read in groups, whatever parts them', () => {
    expect(groupsOf('K3QX-7MPA V9RT')).toEqual(['K3QX', '7MPA', 'V9RT'])
    expect(sameGroup(' k3 qx', 'K3QX')).toBe(true)
    expect(sameGroup('K3QY', 'K3QX')).toBe(false)
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
