import { mkdirSync, mkdtempSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { openPlaces, safeName, shown } from '../../../../main/services/machine/places.ts'

const folder = () => mkdtempSync(join(tmpdir(), 'turnstone-places-'))

describe('places', () => {
  test('a listing names folders first, then files as people count them, and no path', () => {
    const here = folder()
    for (const name of ['b10.pdf', 'b9.pdf', '.hidden']) writeFileSync(join(here, name), 'x')
    mkdirSync(join(here, 'Zoo'))
    mkdirSync(join(here, 'Marram.case'))
    writeFileSync(join(here, 'Marram.case', 'header.cv'), 'x')
    const places = openPlaces(new Uint8Array(16))
    const { items } = places.list(places.grant(here), 'files')
    expect(items.map(({ name, kind }) => [name, kind])).toEqual([
      ['Marram.case', 'case'],
      ['Zoo', 'folder'],
      ['b9.pdf', 'file'],
      ['b10.pdf', 'file'],
    ])
    expect(JSON.stringify(items)).not.toContain(here)
  })
  test('an id that was never given out leads nowhere, nor one of another workbench', () => {
    const other = openPlaces(new Uint8Array([1])).grant('/')
    const places = openPlaces(new Uint8Array([2]))
    expect(() => places.pathOf(other)).toThrow(/no longer known/)
    expect(() => places.pathOf('/etc/passwd')).toThrow(/no longer known/)
  })
  test('a new folder stays inside its place', async () => {
    const places = openPlaces(new Uint8Array(16))
    const here = places.grant(folder())
    await expect(places.create(here, '../out')).rejects.toMatchObject({ code: 'invalid' })
    const made = await places.create(here, 'Bundles')
    expect(places.pathOf(made)).toContain('Bundles')
    await expect(places.create(here, 'Bundles')).rejects.toMatchObject({ code: 'exists' })
  })
  test('nothing is put into a case, whatever way leads there', () => {
    const here = folder()
    mkdirSync(join(here, 'Marram.case', 'blobs'), { recursive: true })
    writeFileSync(join(here, 'Marram.case', 'header.cv'), 'x')
    symlinkSync(join(here, 'Marram.case', 'blobs'), join(here, 'elsewhere'))
    const places = openPlaces(new Uint8Array(16))
    const target = (...names: string[]) => places.target(places.grant(join(here, ...names)))
    expect(target()).toBe(here)
    expect(target('not yet there')).toBe(join(here, 'not yet there'))
    for (const names of [['Marram.case'], ['Marram.case', 'blobs'], ['Marram.case', 'none'], ['elsewhere']])
      expect(() => target(...names), names.join('/')).toThrow(/^“Marram.case” is a case/)
    expect(() => places.target('/tmp')).toThrow(/no longer known/)
  })
  test('a link to a folder may be walked by a person, who sees where it leads', () => {
    const here = folder()
    symlinkSync(folder(), join(here, 'elsewhere'))
    const places = openPlaces(new Uint8Array(16))
    expect(places.list(places.grant(here), 'folders').items.map(({ kind }) => kind)).toEqual(['folder'])
  })
})

test.each([
  '',
  ' ',
  '.',
  '..',
  'a/b',
  'a\\b',
  'C:',
  'CON',
  'nul.txt',
  'x.',
  ' .pdf',
  'a\u0000b',
  'a\u202Eb',
  'é'.repeat(200),
])('%j is no name', (name) => {
  expect(() => safeName(name)).toThrow(/can’t be a name/)
})
test('names that look odd are fine', () =>
  expect(['Nguyễn – 1.pdf', 'ﬁle', '😀'].map(safeName)).toHaveLength(3))
test('marks that turn text are made visible', () => expect(shown('exe\u202Efdp.\n')).toBe('exe␣fdp.␣'))
