import { rmSync } from 'node:fs'
import { fromReport, line, ofOne, ofVitest, sum } from './counts.mjs'
import { install, mayInstall, missingTools, tools } from './debian.mjs'
import { node24 } from './node24.mjs'
import { at, command, say } from './place.mjs'
import { prepare } from './prepare.mjs'
import { run } from './run.mjs'

const minutes = 60_000

/** Every attack on a case, at its whole amount. */
async function attacks(nightly) {
  const report = at('test-results', 'faults.json')
  rmSync(report, { force: true })
  const vitest = at('node_modules', 'vitest', 'vitest.mjs')
  const config = at('tests', 'faults', 'vitest.config.ts')
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`]
  const ended = await run(node24(), [vitest, 'run', '--config', config, ...reporters], {
    show: 'both',
    env: { ...process.env, FAULTS: nightly ? 'nightly' : 'whole' },
    limit: (nightly ? 900 : 40) * minutes,
  })
  if (ended.late) say('Stopped: out of time.')
  return fromReport(report, ofVitest, ended.code)
}

/** Every fault put into the program's own code: each must be noticed by the tests as they run day by day. */
async function mutants() {
  const { FAULTS: _amount, ...env } = process.env
  const ended = await run(node24(), [at('tests', 'faults', 'run-mutants.ts')], {
    show: 'both',
    env,
    limit: 20 * minutes,
  })
  if (ended.late) say('Stopped: out of time.')
  const [, passed, failed] = /^(\d+) passed, (\d+) failed$/mu.exec(ended.out) ?? []
  if (passed === undefined || (ended.code !== 0 && failed === '0')) return ofOne(1)
  return { passed: Number(passed), failed: Number(failed), skipped: 0 }
}

// npm run test:faults [-- --nightly]: every fault that can be made. The last line is the count, alone.
await command(async () => {
  const nightly = process.argv.includes('--nightly')
  await prepare({ build: false })
  const lacking = missingTools().filter((name) => name === 'strace')
  if (lacking.length > 0) {
    if (mayInstall()) await install(lacking.flatMap((name) => tools[name] ?? [name]))
    else say(`Not here: ${lacking.join(', ')}. Checks that need them are skipped, and counted as skipped.`)
  }
  const counted = [await attacks(nightly), await mutants()]
  process.stdout.write(`\n${line(sum(counted))}\n`)
  return sum(counted).failed === 0 && counted.every(({ passed }) => passed > 0) ? 0 : 1
})
