import { rmSync } from 'node:fs'
import { fromReport, line, ofVitest } from './counts.mjs'
import { install, mayInstall, missingTools, tools } from './debian.mjs'
import { node24 } from './node24.mjs'
import { at, command, say } from './place.mjs'
import { prepare } from './prepare.mjs'
import { run } from './run.mjs'

const minutes = 60_000

// npm run test:faults [-- --nightly]: every fault that can be made. The last line is the count, alone.
await command(async () => {
  const nightly = process.argv.includes('--nightly')
  await prepare({ build: false })
  const lacking = missingTools().filter((name) => name === 'strace')
  if (lacking.length > 0) {
    if (mayInstall()) await install(lacking.flatMap((name) => tools[name] ?? [name]))
    else say(`Not here: ${lacking.join(', ')}. Checks that need them are skipped, and counted as skipped.`)
  }
  const report = at('test-results', 'faults.json')
  rmSync(report, { force: true })
  const vitest = at('node_modules', 'vitest', 'vitest.mjs')
  const config = at('tests', 'faults', 'vitest.config.ts')
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`]
  const ended = await run(node24(), [vitest, 'run', '--config', config, ...reporters], {
    show: 'both',
    env: { ...process.env, FAULTS: nightly ? 'nightly' : 'whole' },
    limit: (nightly ? 600 : 25) * minutes,
  })
  const counts = fromReport(report, ofVitest, ended.code)
  if (ended.late) say('Stopped: out of time.')
  process.stdout.write(`\n${line(counts)}\n`)
  return counts.failed === 0 && counts.passed > 0 ? 0 : 1
})
