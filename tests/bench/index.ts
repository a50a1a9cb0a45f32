import { type Line, ratio } from './measure.ts'

/** Every bench, by the word that runs it alone: `npm run bench -- case-file`. */
const benches: Readonly<Record<string, () => Promise<() => Promise<Line[]>>>> = {
  'case-file': async () => (await import('./case-file.ts')).caseFile,
  bundle: async () => (await import('./bundle.ts')).bundle,
  window: async () => (await import('./window.ts')).window,
}

const asked = process.argv.slice(2)
for (const [name, load] of Object.entries(benches)) {
  if (asked.length > 0 && !asked.includes(name)) continue
  const run = await load()
  for (const line of await run()) {
    const figures = `${ratio(line).padStart(7)}  (${line.subjectMs.toFixed(1)} against ${line.baselineMs.toFixed(1)} ms)`
    console.log(
      `${line.id.padEnd(5)} ${line.what}\n      ${figures}, hoped for ${line.target}, against ${line.baseline}${line.note ? `; ${line.note}` : ''}`,
    )
  }
}
