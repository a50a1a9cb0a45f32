import { spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { afterAll, expect, test } from 'vitest'
import { machineFolder } from '../../../main/hosts/machine.ts'
import { turnstoneOver } from '../../support/turnstone.ts'

const folder = mkdtempSync(join(tmpdir(), 'turnstone-killed-'))
const at = (...names: string[]) => join(folder, ...names)
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const program = fileURLToPath(new URL('../../../main/hosts/terminal-entry.ts', import.meta.url))
const env = { ...process.env, XDG_DATA_HOME: at('data'), LOCALAPPDATA: at('data') }
const turnstone = turnstoneOver({ machineDir: machineFolder(env) })
const secret = ['--passphrase-file', at('pass')]

test('a build that is killed leaves plain pages behind only until the program next starts', async () => {
  mkdirSync(at('out'))
  writeFileSync(at('pass'), 'seven words that make a long passphrase\n')
  const papers = Array.from({ length: 8 }, (_, i) => at(`${i}.txt`))
  for (const paper of papers)
    writeFileSync(paper, `${paper}\n${'What the witness said, line after line.\n'.repeat(1_000)}`)
  await turnstone('case', 'create', at('x.case'), '--name', 'Operation X', ...secret)
  expect(
    (await turnstone('evidence', 'add', at('x.case'), ...papers, ...secret, '--producer', 'JLB')).code,
  ).toBe(0)

  const build = ['bundle', 'build', at('x.case'), '--to', at('out', 'one.pdf'), ...secret]
  const child = spawn(process.execPath, [program, ...build], { env, stdio: 'ignore' })
  const ended = new Promise((resolve) => child.once('exit', (_, signal) => resolve(signal)))
  while (!readdirSync(at('out')).includes('.one.pdf.unfinished') && child.exitCode === null)
    await setTimeout(1)
  child.kill('SIGKILL')
  expect(await ended).toBe('SIGKILL')
  expect(readdirSync(at('out'))).toEqual(['.one.pdf.unfinished'])

  writeFileSync(at('out', '.two.pdf.unfinished'), 'of somebody else')
  expect((await turnstone('case', 'show', at('x.case'), ...secret)).err).toBe('')
  expect(readdirSync(at('out'))).toEqual(['.two.pdf.unfinished'])
}, 120_000)
