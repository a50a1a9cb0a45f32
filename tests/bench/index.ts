import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { type Line, ratio } from './measure.ts'

/** Every bench, by the word that runs it alone: `npm run bench -- case-file`. */
const benches: Readonly<Record<string, () => Promise<() => Promise<Line[]>>>> = {
  'case-file': async () => (await import('./case-file.ts')).caseFile,
  evidence: async () => (await import('./evidence.ts')).evidence,
  'large-case': async () => (await import('./large-case.ts')).largeCase,
  'hand-over': async () => (await import('./hand-over.ts')).handOver,
  bundle: async () => (await import('./bundle.ts')).bundle,
  window: async () => (await import('./window.ts')).window,
  '10-gib': async () => (await import('./evidence.ts')).tenGibibytes,
}

const asked = process.argv.slice(2)
const wanted = Object.keys(benches).filter((name) => asked.length === 0 || asked.includes(name))
// Each in a process of its own, so that none warms another up and its memory is its own.
if (wanted.length > 1) {
  for (const name of wanted)
    spawnSync(process.execPath, [fileURLToPath(import.meta.url), name], { stdio: 'inherit' })
} else {
  const [name] = wanted
  const run = name === undefined ? async () => [] : await benches[name]!()
  for (const line of await run()) {
    const figures = `${ratio(line).padStart(7)}  (${line.subjectMs.toFixed(1)} against ${line.baselineMs.toFixed(1)} ms)`
    console.log(
      `${line.id.padEnd(5)} ${line.what}\n      ${figures}, hoped for ${line.target}, against ${line.baseline}${line.note ? `; ${line.note}` : ''}`,
    )
  }
}
