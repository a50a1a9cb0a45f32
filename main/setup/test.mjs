import { rmSync } from 'node:fs'
import { ensureBuilt } from './built.mjs'
import { fromReport, line, ofOne, ofPlaywright, ofSkip, ofVitest, sum } from './counts.mjs'
import { install, mayInstall, missingTools, tools } from './debian.mjs'
import { alone } from './lock.mjs'
import { node24 } from './node24.mjs'
import { at, command, inCorner, SetupError, say } from './place.mjs'
import { prepare } from './prepare.mjs'
import { run } from './run.mjs'
import { findBrowser, onPath } from './window.mjs'

const minutes = 60_000
const bin = (...parts) => at('node_modules', ...parts)

// The limits are there to end what hangs: machines have been seen to take twice as long as others, and half again as long
// from one hour to the next.
const runners = [
  { name: 'types', run: () => program([bin('typescript', 'bin', 'tsc'), '-b'], 3) },
  { name: 'lint', run: () => program([bin('@biomejs', 'biome', 'bin', 'biome'), 'ci', '--colors=off'], 2) },
  {
    name: 'unit and conformance',
    report: at('test-results', 'vitest.json'),
    read: ofVitest,
    run: (report) => {
      const args = [
        'run',
        '--config',
        at('tests', 'vitest.config.ts'),
        '--reporter=default',
        '--reporter=json',
      ]
      return windowed([bin('vitest', 'vitest.mjs'), ...args, `--outputFile.json=${report}`], 10)
    },
  },
  { name: 'build', run: built },
  {
    name: 'journeys',
    report: at('test-results', 'journeys.json'),
    read: ofPlaywright,
    run: () => {
      if (findBrowser() === undefined) return undefined
      const args = [
        bin('@playwright', 'test', 'cli.js'),
        'test',
        '--config',
        at('tests', 'playwright.config.ts'),
      ]
      return windowed(args, 10)
    },
  },
]

/** Runs one runner, says how it went and how long it took, shows all it said if it failed, and counts it. */
async function take({ name, report, read, run: start }) {
  const began = performance.now()
  if (report !== undefined) rmSync(report, { force: true })
  process.stdout.write(`${name} …\n`)
  const ended = await start(report)
  if (ended === undefined) {
    process.stdout.write('  skipped: there is no Chromium, Chrome or Edge here\n')
    return ofSkip
  }
  const counts = report === undefined ? ofOne(ended.code) : fromReport(report, read, ended.code)
  if (counts.failed > 0) process.stdout.write(`${ended.out.trimEnd()}\n`)
  const took = `${((performance.now() - began) / 1_000).toFixed(1)} s`
  process.stdout.write(`  ${line(counts)} (${took}${ended.late ? ', stopped: out of time' : ''})\n`)
  return counts
}

/** Runs a script under Node 24, for so many minutes at most. */
function program(args, limit) {
  return run(node24(), args, { show: 'keep', limit: limit * minutes })
}

/** The same with windows to open: on a display of its own where there is none. */
function windowed(args, limit) {
  const ownDisplay = process.platform === 'linux' && !process.env.DISPLAY && onPath('xvfb-run') !== undefined
  if (!ownDisplay) return program(args, limit)
  const screen = ['-a', '-s', '-screen 0 1600x1000x24']
  return run('xvfb-run', [...screen, node24(), ...args], { show: 'keep', limit: limit * minutes })
}

async function built() {
  try {
    await alone(inCorner('lock'), ensureBuilt)
    return { code: 0, out: '' }
  } catch (thrown) {
    if (!(thrown instanceof SetupError)) throw thrown
    return { code: 1, out: thrown.message }
  }
}

/** On Debian or Ubuntu, as root, installs what the tests call on; elsewhere says what they will do without. */
async function fetchTools() {
  const lacking = missingTools()
  if (lacking.length === 0) return
  if (mayInstall()) await install(lacking.flatMap((name) => tools[name] ?? [name]))
  else say(`Not here: ${lacking.join(', ')}. Checks that need them are skipped, and counted as skipped.`)
}

// npm test: types, lint, unit and conformance, build, journeys. The last line is the count, alone, come what may.
await command(async () => {
  const counted = []
  try {
    await prepare({ build: false })
    await fetchTools()
    for (const runner of runners) counted.push(await take(runner))
  } catch (thrown) {
    say(thrown instanceof SetupError ? thrown.message : String(thrown?.stack ?? thrown))
    counted.push(ofOne(1))
  }
  const all = sum(counted)
  process.stdout.write(`\n${line(all)}\n`)
  return all.failed === 0 && all.passed > 0 ? 0 : 1
})
