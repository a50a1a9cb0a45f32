import { spawnSync } from 'node:child_process'
import { copyFileSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { expect, test } from '@playwright/test'
import { chromium } from 'playwright-core'
import { findBrowser } from '../support/browser.ts'
import { asked, freshFolder } from '../support/shell.ts'

interface Demo {
  readonly case: string
  readonly passphraseFile: string
}

const script = fileURLToPath(new URL('../../out/standalone/verify-bundle.mjs', import.meta.url))

/** What whoever was served gets: the bundle, its manifest and the page that checks them, in a folder of their own. */
async function served() {
  const machine = freshFolder('machine')
  const { json } = await asked(machine, 'demo', '--out', freshFolder('demo'), '--on', '2026-03-18')
  const demo = json as unknown as Demo
  const secret = ['--passphrase-file', demo.passphraseFile]
  const out = freshFolder('out')
  await asked(
    machine,
    'bundle',
    'new',
    demo.case,
    '--profile',
    'general',
    '--title',
    'Trial bundle',
    ...secret,
  )
  const frozen = await asked(machine, 'bundle', 'freeze', demo.case, ...secret)
  expect(frozen.code).toBe(0)
  const to = join(out, 'Trial bundle.pdf')
  const built = await asked(machine, 'bundle', 'build', demo.case, '--to', to, '--with-verifier', ...secret)
  expect([built.code, built.json['sha256']]).toEqual([0, frozen.json['sha256']])
  const verified = await asked(machine, 'bundle', 'verify', to)
  const { code } = verified.json['seal'] as { code: string }
  // Nothing of the case, of Turnstone or of its machine goes with it.
  const post = freshFolder('post')
  for (const name of readdirSync(out)) copyFileSync(join(out, name), join(post, name))
  return { post, code, bundle: join(post, basename(to)), manifest: join(post, 'Trial bundle.manifest.json') }
}

test('whoever was served checks the bundle in a browser, and with plain Node, without Turnstone', async () => {
  const { post, code, bundle, manifest } = await served()
  expect(readdirSync(post).sort()).toEqual([
    'Trial bundle.manifest.json',
    'Trial bundle.pdf',
    'verify-bundle.html',
  ])
  const browser = await chromium.launch({
    executablePath: (await findBrowser())!,
    chromiumSandbox: process.getuid?.() !== 0,
  })
  try {
    const page = await browser.newPage()
    const verdict = async (files: readonly string[], told: string) => {
      await page.goto(pathToFileURL(join(post, 'verify-bundle.html')).href)
      await page.getByLabel('Key code you were told').fill(told)
      await page.getByLabel('Choose both files').setInputFiles([...files])
      return (await page.locator('.note').first().textContent()) ?? ''
    }
    // The code is told by another way than the files come: on the telephone.
    expect(await verdict([bundle, manifest], code)).toContain('It matches, and the seal is sound')

    const plain = (path: string) =>
      spawnSync(process.execPath, [script, path], { encoding: 'utf8', cwd: dirname(path) })
    expect(plain(bundle).status).toBe(0)

    const bytes = readFileSync(bundle)
    bytes[bytes.length >> 1]! ^= 1
    writeFileSync(bundle, bytes)
    expect(await verdict([bundle, manifest], code)).not.toContain('the seal is sound')
    expect(plain(bundle).status).not.toBe(0)
  } finally {
    await browser.close()
  }
})
