import { cpSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from '@playwright/test'
import { asked, freshFolder } from '../support/shell.ts'

const [machine, another] = [freshFolder('machine'), freshFolder('another')]
const folder = freshFolder('rollback')
const at = (name: string) => join(folder, name)
const passphrase = at('passphrase.txt')
const place = at('Lantern.case')

const command = async (who: string, ...words: readonly string[]) =>
  await asked(who, ...words, '--passphrase-file', passphrase)
const add = async (name: string, ...more: readonly string[]) => {
  writeFileSync(at(name), `What ${name} says.`)
  return await command(machine, 'evidence', 'add', place, at(name), ...more)
}
const names = async (who: string): Promise<string[]> => {
  const { json } = await command(who, 'evidence', 'list', place)
  return (json['items'] as { file: string }[]).map((item) => item.file).sort()
}

test('yesterday’s copy put in the place of today’s case is noticed where today’s was seen', async () => {
  writeFileSync(passphrase, 'one two three four five six\n')
  expect((await command(machine, 'case', 'create', place, '--name', 'Lantern')).code).toBe(0)
  await add('monday.txt')
  cpSync(place, at('yesterday'), { recursive: true })
  await add('tuesday.txt')
  expect(await names(machine)).toEqual(['monday.txt', 'tuesday.txt'])

  rmSync(place, { recursive: true })
  cpSync(at('yesterday'), place, { recursive: true })

  // Nothing is written to it, and why is said without a word of what was in it.
  const refused = await add('wednesday.txt')
  expect(refused.code).toBe(1)
  expect(JSON.stringify(refused.json)).toContain('rollback-suspected')
  expect(JSON.stringify(refused.json) + refused.err).not.toMatch(/monday|tuesday|one two/)

  // It can be looked at. A machine that never saw the newer state can't know: the manual says so.
  expect(await names(machine)).toEqual(['monday.txt'])
  expect(await names(another)).toEqual(['monday.txt'])

  // Going on is somebody's decision, and stands in the history.
  const told = await add('wednesday.txt', '--go-on')
  expect(told.code, JSON.stringify(told.json)).toBe(0)
  expect(await names(machine)).toEqual(['monday.txt', 'wednesday.txt'])
  const { json } = await command(machine, 'case', 'audit', place)
  expect(JSON.stringify(json)).toContain('somebody chose to go on')
  const verdict = await command(machine, 'case', 'verify', place, '--full')
  expect(verdict.json['ok'], JSON.stringify(verdict.json)).toBe(true)
})
