import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from '@playwright/test'
import { generateX25519Identity, identityToRecipient } from 'age-encryption'
import { clientOver } from '../../main/hosts/slot.ts'
import { thisHost } from '../../main/services/case-store/index.ts'
import { openBench, openWindow } from '../support/hosts.ts'
import { press } from '../support/keyboard.ts'
import { errorsOf, picturesOf } from '../support/page.ts'

const passphrase = 'curlew ember thistle bracket nine lamp'

test('a case left open on a dead machine is taken over with one’s identity; an older copy is noticed', async () => {
  const home = mkdtempSync(join(tmpdir(), 'turnstone-home-'))
  const before = process.env['HOME']
  process.env['HOME'] = home
  const documents = join(home, 'Documents')
  mkdirSync(documents)
  const place = join(documents, 'Lantern.case')
  const identity = await generateX25519Identity()
  const identityFile = join(home, 'priya-nair.txt')
  const notes = join(home, 'notes.txt')
  writeFileSync(notes, 'Ring the interpreter.')
  writeFileSync(identityFile, `# created by age-keygen\n${identity}\n`)

  // Ten minutes ago another machine had it open, on a drive that was pulled out of it.
  const lost = await leftOpen(home, await identityToRecipient(identity))
  cpSync(lost.folder, place, { recursive: true })
  await lost.close()

  const { page, close } = await openWindow({ viewport: { width: 1280, height: 800 } })
  page.setDefaultTimeout(30_000)
  const errors = errorsOf(page)
  const pictures = picturesOf(page)
  const giveIdentity = async () => {
    await press(page, 'Use an identity')
    await page.getByLabel('Identity file').setInputFiles(identityFile)
    await press(page, 'Unlock')
  }
  const opened = page.getByRole('navigation', { name: 'Sections' })
  try {
    await press(page, 'Open a case folder')
    await page.getByRole('row', { name: /Documents/ }).dblclick()
    await page.getByRole('row', { name: /Lantern/ }).click()
    await press(page, 'Open')
    await page.getByRole('heading', { name: 'Lantern' }).waitFor()

    // A file with no identity in it says so, and the right one is asked what to do about the other machine.
    await press(page, 'Use an identity')
    await page.getByLabel('Identity file').setInputFiles(notes)
    await page.getByText(/holds no identity/).waitFor()
    await page.getByLabel('Identity file').setInputFiles(identityFile)
    await press(page, 'Unlock')
    await page.getByText(/Nobody is working there/).waitFor()
    await expect(opened).toHaveCount(0)
    await pictures('unlock-held')
    await page.getByText(/Nobody is working there/).click()
    await press(page, 'Unlock')
    await opened.waitFor()
    await page.keyboard.press('Control+Shift+L')
    await page.getByRole('button', { name: 'Unlock' }).waitFor()

    // What she opened is replaced by the copy as it was before: her machine has seen a newer one.
    rmSync(place, { recursive: true })
    cpSync(lost.copy, place, { recursive: true })
    await giveIdentity()
    const goOn = page.getByText('I have read this: open it all the same')
    await goOn.waitFor()
    await expect(opened).toHaveCount(0)
    await pictures('unlock-rollback')
    await page.getByText('Open it to read only').click()
    await expect(goOn).toHaveCount(0)
    await page.getByText('Open it to read only').click()
    await goOn.click()
    await press(page, 'Unlock')
    await opened.waitFor()
    expect(errors).toEqual([])
  } finally {
    await close()
    process.env['HOME'] = before
  }
})

/** A case that another machine, ten minutes behind, has open; and a copy of it from before it was opened. */
async function leftOpen(home: string, recipient: string) {
  const now = () => Date.now() - 600_000
  const bench = openBench({ now, machine: { ...thisHost(now), name: 'desk-07', bootId: 'another' } })
  const client = clientOver(bench.workbench)
  const [parent] = await bench.workbench.grant([home])
  const { caseId } = await client.call('cases.create', { place: parent!, name: 'Lantern', passphrase })
  await client.call('holders.add', { caseId, label: 'DS Priya Nair', recipient })
  await client.call('cases.close', { caseId })
  const folder = join(home, 'Lantern.case')
  const copy = join(home, 'before')
  cpSync(folder, copy, { recursive: true })
  await client.call('cases.unlock', { caseId, passphrase })
  return { folder, copy, close: () => bench.close() }
}
