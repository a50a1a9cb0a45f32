import { copyFileSync, cpSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from '@playwright/test'
import { asked, freshFolder, run } from '../support/shell.ts'

const [machine, thiefs] = [freshFolder('machine'), freshFolder('thief')]
const folder = freshFolder('stolen')
const at = (name: string) => join(folder, name)
const file = (name: string, text: string): string => {
  writeFileSync(at(name), text)
  return at(name)
}
const mine = file('mine.txt', 'one two three four five six\n')
const leavers = file('leavers.txt', 'seven eight nine ten eleven\n')
const changed = file('changed.txt', 'twelve thirteen fourteen fifteen\n')
const place = at('Lantern.case')

const command = async (who: string, secret: string, ...words: readonly string[]) =>
  await asked(who, ...words, '--passphrase-file', secret)
const names = async (who: string, secret: string, from: string): Promise<string[]> => {
  const { json } = await command(who, secret, 'evidence', 'list', from)
  return (json['items'] as { file: string }[]).map((item) => item.file).sort()
}

test('a stolen copy opens with an old passphrase to what was in it, and to nothing that came after', async () => {
  await asked(machine, 'case', 'create', place, '--name', 'Lantern', '--passphrase-file', mine)
  const added = ['case', 'add-holder', place, '--name', 'DC Leaver', '--new-passphrase-file', leavers]
  expect((await command(machine, mine, ...added)).code).toBe(0)
  await command(machine, mine, 'evidence', 'add', place, file('before.txt', 'Seen by everybody then.'))

  // Somebody copies the case; then they leave, and the passphrase they may have watched is changed.
  cpSync(place, at('Stolen.case'), { recursive: true })
  expect((await command(machine, mine, 'case', 'remove-holder', place, 'DC Leaver')).code).toBe(0)
  const anew = ['case', 'change-passphrase', place, '--new-passphrase-file', changed, '--new-key']
  expect((await command(machine, mine, ...anew)).code).toBe(0)
  await command(machine, changed, 'evidence', 'add', place, file('after.txt', 'Found after they had gone.'))

  // The copy is what it was: nobody can take that back.
  expect(await names(thiefs, leavers, at('Stolen.case'))).toEqual(['before.txt'])
  expect(await names(thiefs, mine, at('Stolen.case'))).toEqual(['before.txt'])

  // The case itself opens with neither, and says no more than that.
  for (const secret of [leavers, mine]) {
    const { code, json, err } = await command(thiefs, secret, 'evidence', 'list', place)
    expect(code).toBe(1)
    expect(JSON.stringify(json)).toContain('wrong-passphrase')
    expect(JSON.stringify(json) + err).not.toMatch(/Leaver|before|after|seven eight|one two/)
  }

  // Nor with the old header put in the place of the new: that is noticed, and opens nothing that came after.
  cpSync(place, at('Mixed.case'), { recursive: true })
  for (const header of readdirSync(place).filter((name) => name.startsWith('header.')))
    copyFileSync(join(at('Stolen.case'), header), join(at('Mixed.case'), header))
  for (const secret of [leavers, mine]) {
    const { json, err } = await command(thiefs, secret, 'evidence', 'list', at('Mixed.case'))
    expect((json['items'] as { file: string }[]).map((item) => item.file)).toEqual(['before.txt'])
    expect(err).toContain('an earlier header.cv was put back')
    const written = await command(thiefs, secret, 'evidence', 'add', at('Mixed.case'), at('after.txt'))
    expect(written.code).toBe(1)
    expect(JSON.stringify(written.json)).toContain('rollback-suspected')
  }
  const blobs = (readdirSync(join(at('Mixed.case'), 'blobs'), { recursive: true }) as string[])
    .map((name) => join(at('Mixed.case'), 'blobs', name))
    .filter((path) => /[0-9a-f]{32}/.test(path))
  for (const path of blobs) expect(readFileSync(path).includes('Found after')).toBe(false)

  // Whoever belongs to the case goes on as before.
  expect(await names(machine, changed, place)).toEqual(['after.txt', 'before.txt'])
  const { json } = await command(machine, changed, 'case', 'verify', place, '--full')
  expect(json['ok'], JSON.stringify(json)).toBe(true)
  expect((await run(machine, 'case', 'holders', place, '--passphrase-file', changed)).out).toContain(
    'no longer',
  )
})
