import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { auditKinds } from '../../../casework/contract/audit.ts'
import { recordTypes, register } from '../../../casework/entities/index.ts'
import { auditActions, kindOfAction } from '../../../casework/rules/audit-kinds.ts'
import { oddity } from '../../../casework/rules/audit-odd.ts'
import { auditSentence, recordOf } from '../../../casework/rules/audit-words.ts'
import { headCode, readHeadCode } from '../../../casework/rules/head-code.ts'

const main = fileURLToPath(new URL('../../../main', import.meta.url))

/** Actions as the program's text names them, less what a record of custody is and what a window is refused. */
function actionsIn(text: string): string[] {
  return [...text.matchAll(/\baction: '([a-z-]+)'/g)].map(([, action]) => action!)
}

describe('what is entered', () => {
  const custody = Object.keys(register.custody.fields.action.options!)
  const files = readdirSync(main, { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('.ts'),
  )
  const entered = files.flatMap((name) =>
    actionsIn(readFileSync(`${main}/${name}`, 'utf8')).map((action) => ({ name, action })),
  )

  test('every action the program names has a kind and a sentence', () => {
    expect(entered.length).toBeGreaterThan(8)
    const unknown = entered.filter(
      ({ name, action }) =>
        !Object.hasOwn(auditActions, action) && !custody.includes(action) && !name.startsWith('hosts/'),
    )
    expect(unknown).toEqual([])
    for (const action of Object.keys(auditActions)) {
      expect(auditKinds).toContain(kindOfAction(action))
      expect(auditSentence({ action })).toMatch(/^[A-Z]/)
    }
  })

  test('every kind is one that something is', () => {
    const used = new Set(Object.values(auditActions))
    expect([...used].sort()).toEqual([...auditKinds].sort())
  })

  test('an action of a newer program is upkeep, and said to be unknown', () => {
    expect(kindOfAction('constructor')).toBe('upkeep')
    expect(auditSentence({ action: 'toString' })).toBe('Did something this version has no words for')
  })
})

describe('sentences', () => {
  test('say what was done, of each kind of record', () => {
    const of = (action: string, target: unknown, detail: unknown = {}) =>
      auditSentence({ action, target, detail })
    const exhibit = { type: 'exhibit', id: 'e1', version: 2 }
    expect(of('collection', exhibit)).toBe('Added an exhibit')
    expect(of('alteration', exhibit, { fields: ['title', 'seal'] })).toBe(
      'Changed the exhibit: title, seal number',
    )
    expect(of('alteration', exhibit, { turned: 'undo', fields: ['title'] })).toBe(
      'Changed the exhibit: title, by undo',
    )
    expect(of('alteration', exhibit, { turned: 'redo', archived: true })).toBe(
      'Archived the exhibit, by redo',
    )
    expect(of('alteration', exhibit, { turned: '<b>', archived: false })).toBe('Brought back the exhibit')
    expect(of('alteration', exhibit, { restored: 3, fields: ['seal'] })).toBe(
      'Made version 3 of the exhibit the newest again: seal number',
    )
    expect(of('alteration', exhibit, { archived: true })).toBe('Archived the exhibit')
    expect(of('consultation', { type: 'contact', id: 'c' })).toBe('Looked at the contact page')
    expect(of('consultation', exhibit, { of: 'file' })).toBe('Looked at the file of the exhibit')
    expect(of('disclosure', { type: 'bundle', id: 'b' }, { documents: ['a', 'b'] })).toBe(
      'Built a bundle of 2 documents',
    )
    expect(of('failed-unlock', { type: 'case' }, { count: 3 })).toContain('3 times')
    expect(of('keys-changed', { type: 'case' }, { what: 'holder-added' })).toBe('Added a holder')
    for (const type of recordTypes) expect(of('collection', { type, id: 'x' })).toMatch(/^Added an? \w/)
  })

  test('never fail and never say what an entry holds, whatever that is', () => {
    const secret = 'Nguyễn Thị Hoa'
    const anything = fc.anything({ withNullPrototype: true })
    fc.assert(
      fc.property(
        fc.constantFrom(...Object.keys(auditActions), 'unheard-of', '__proto__'),
        fc.oneof(anything, fc.record({ type: fc.constantFrom('exhibit', secret, 'case'), id: anything })),
        fc.oneof(
          anything,
          fc.record({
            fields: fc.array(fc.constant(secret)),
            medium: fc.constant(secret),
            code: fc.constant(secret),
          }),
        ),
        (action, target, detail) => {
          const sentence = auditSentence({ action, target, detail })
          expect(sentence).not.toContain(secret)
          expect(sentence.length).toBeLessThan(400)
          recordOf({ action, target })
        },
      ),
    )
  })
})

describe('what is odd', () => {
  const entry = { action: 'alteration', at: 1_000_000 }
  test('a clock that went back is; a gap and a second are not', () => {
    expect(oddity(entry, null)).toBeNull()
    expect(oddity(entry, 0)).toBeNull()
    expect(oddity(entry, 1_001_000)).toBeNull()
    expect(oddity(entry, 1_180_000)).toBe('The clock went back 3 minutes before this entry.')
    expect(oddity({ ...entry, action: 'failed-unlock' }, null)).toContain('does not open')
  })
})

describe('the code of a head', () => {
  const hex = fc.uint8Array({ minLength: 32, maxLength: 32 }).map((b) => Buffer.from(b).toString('hex'))
  test('is read back as it was said, however it is typed', () => {
    expect(headCode('00'.repeat(32))).toBe('0000-0000-0000-0000')
    expect(headCode('ff'.repeat(32))).toBe('ZZZZ-ZZZZ-ZZZZ-ZZZZ')
    expect(headCode('0123456789abcdef0123')).toBe('04HM-ASW9-NF6Y-Y093')
    expect(headCode('no head')).toBe('')
    expect(readHeadCode('O4hm asw9 nf6y yo93')).toBe('04HM-ASW9-NF6Y-Y093')
    expect(readHeadCode('04HM')).toBe('')
    fc.assert(fc.property(hex, (head) => readHeadCode(headCode(head).toLowerCase()) === headCode(head)))
    fc.assert(
      fc.property(hex, hex, (a, b) => (headCode(a) === headCode(b)) === (a.slice(0, 20) === b.slice(0, 20))),
    )
  })
})
