import { readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { register } from '../../../../casework/entities/index.ts'
import { dayFrom } from '../../../../main/services/demonstration/dates.ts'
import { readDemonstration } from '../../../../main/services/demonstration/demonstration.ts'

const resources = fileURLToPath(new URL('../../../../resources', import.meta.url))
const days = ['2026-03-18', '2024-02-29', '2025-12-31', '2026-01-01', '2028-02-29', '2026-11-23']
const exhibitReference = /\p{Lu}{2,4}\/\d+/gu

describe.each(days)('the demonstration case for %s', (on) => {
  const made = readDemonstration(resources, on)

  it('holds records the register takes', () => {
    expect(register.case.read(made.case)).toMatchObject({
      fictional: true,
      demonstrationPassphrase: made.passphrase,
    })
    for (const { fields } of made.people) register.person.read(fields)
    for (const { fields, custody } of made.exhibits) {
      register.exhibit.read(fields)
      for (const entry of custody) register.custody.read(entry)
    }
    for (const { fields, contact } of made.statements) {
      register.statement.read(fields)
      if (contact) register.contact.read(contact)
    }
    for (const { fields } of made.events) register.event.read(fields)
    for (const { fields } of made.actions) register.action.read(fields)
  })

  it('leaves no placeholder in a record or in a file', () => {
    const { exhibits, ...rest } = made
    expect(JSON.stringify(rest)).not.toContain('{{')
    for (const { file, ...record } of exhibits) {
      expect(JSON.stringify(record)).not.toContain('{{')
      if (file && /\.(pdf|txt)$/.test(file.name))
        expect(Buffer.from(file.bytes).toString('latin1')).not.toMatch(/\{\{[+-]/)
    }
  })

  it('has three overdue actions, four due within seven days, and some that wait for others', () => {
    const open = made.actions
      .map((a) => register.action.read(a.fields))
      .filter((a) => a.state !== 'resulted' && a.state !== 'filed')
    const due = open.map((a) => a.due).filter((d) => d !== null)
    expect(due.filter((d) => d < on)).toHaveLength(3)
    expect(due.filter((d) => d >= on && d <= dayFrom(on, 7))).toHaveLength(4)
    expect(open.filter((a) => a.waitingOn !== '' && a.bringForward !== null)).toHaveLength(3)
    expect(made.actions.filter((a) => a.fields.state === 'resulted')).not.toHaveLength(0)
  })

  it('tells of nothing that has not yet happened, but for what is due', () => {
    for (const { fields } of made.events) expect((fields.when?.latest ?? '') <= on).toBe(true)
    for (const { fields } of made.statements) expect((fields.made ?? '') <= on).toBe(true)
  })
})

describe('the demonstration case', () => {
  const made = readDemonstration(resources, '2026-03-18')
  const references = new Set(made.exhibits.map((e) => e.key))
  const people = new Set(made.people.map((p) => p.key))
  const byStatement = new Map(made.statements.map((s) => [s.key, s.fields.paragraphs ?? []]))

  it('refers in its statements only to exhibits that exist', () => {
    const named = made.statements.flatMap(
      (s) => (s.fields.paragraphs ?? []).join(' ').match(exhibitReference) ?? [],
    )
    expect(named.length).toBeGreaterThan(30)
    expect(named.filter((reference) => !references.has(reference))).toEqual([])
  })

  it('refers nowhere in its records to an exhibit that does not exist', () => {
    const { exhibits, ...rest } = made
    const words = JSON.stringify([rest, exhibits.map(({ key, fields, custody }) => [key, fields, custody])])
    const forms = new Set(['MS/0042', 'HL/0881'])
    const named = (words.match(exhibitReference) ?? []).filter((reference) => !forms.has(reference))
    expect(named.filter((reference) => !references.has(reference))).toEqual([])
  })

  it('joins its parts by keys that exist, to paragraphs that exist', () => {
    expect(references.size).toBe(made.exhibits.length)
    for (const { witness } of made.statements) expect(people).toContain(witness)
    for (const event of made.events) {
      for (const key of event.people) expect(people).toContain(key)
      for (const source of event.sources) {
        if (source.exhibit !== undefined) expect(references).toContain(source.exhibit)
        else
          expect(byStatement.get(source.statement ?? '')?.length).toBeGreaterThanOrEqual(
            source.paragraph ?? 1,
          )
      }
    }
  })

  it('has a use for every file in its folder', () => {
    const used = made.exhibits.flatMap((e) => (e.file ? [e.file.name] : []))
    expect(readdirSync(`${resources}/demonstration/files`).toSorted()).toEqual(used.toSorted())
    expect(made.exhibits.filter((e) => !e.file).map((e) => e.fields.kind)).toEqual(['physical'])
    expect(made.exhibits.filter((e) => e.fields.notForService)).toHaveLength(1)
  })

  it('keeps a contact page for each victim, and no way to reach anyone in a statement', () => {
    expect(made.statements.filter((s) => s.contact).map((s) => s.witness)).toEqual(['hường', 'ionuț', 'kyle'])
    for (const paragraphs of byStatement.values())
      expect(paragraphs.join('\n')).not.toMatch(/0\d{4} ?\d{3}|@|ZZ99/)
  })

  it('uses only telephone numbers kept for drama', () => {
    const all = [
      JSON.stringify(made.people),
      JSON.stringify(made.statements),
      ...made.exhibits.map((e) => JSON.stringify(e.fields)),
    ]
    for (const number of all.join(' ').match(/\b0\d{4} ?\d{6}\b/g) ?? [])
      expect(number).toMatch(/^(07700 900|01632 960)\d{3}$/)
  })

  it('shows one gap in the custody of its exhibits', () => {
    const gaps = made.exhibits.flatMap(({ key, custody }) =>
      custody.slice(1).flatMap((entry, i) => (entry.from === custody[i]?.to ? [] : [key])),
    )
    expect(gaps).toEqual(['JLB/7'])
  })

  it('has dates of every precision and sources of every kind', () => {
    const events = made.events.map((e) => register.event.read(e.fields))
    expect(new Set(events.map((e) => e.when.precision))).toEqual(
      new Set(['exact', 'about', 'before', 'after', 'unknown']),
    )
    expect(new Set(events.map((e) => e.sourceKind))).toEqual(
      new Set(['account', 'document', 'message', 'police-act']),
    )
    expect(made.statements.filter((s) => s.fields.stage === 'draft')).toHaveLength(1)
  })

  it('refuses a day that is not in the calendar', () => {
    expect(() => readDemonstration(resources, '2026-02-29')).toThrow(/not in the calendar/)
  })
})
