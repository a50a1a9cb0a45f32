import { describe, expect, it } from 'vitest'
import { adviceOn } from '../../../casework/rules/passphrase-advice.ts'

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
