import { createHash } from 'node:crypto'
import { closeSync, fstatSync, openSync, readFileSync, readSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { sweepOften } from '../../main/jobs/thrift.ts'
import {
  type BundlePlan,
  buildBundle,
  readProfile,
  threadsWorth,
  verifyBundle,
} from '../../main/services/bundle/index.ts'

// One act of the bundle engine in a process of its own, so that its time and its memory are its own. It is told where
// the resources are: it runs as one file of JavaScript, as a job's program does on a user's machine.

/** What is to be done: sources in order into a bundle, or a bundle checked. */
export type Act =
  | { readonly do: 'build'; readonly sources: readonly string[]; readonly to: string }
  | { readonly do: 'verify'; readonly bundle: string }

/** How it went: the time of the act alone, without starting the process, and the most memory the process ever had. */
export interface Went {
  readonly ms: number
  readonly peakMb: number
  readonly pages: number
}

const resources = process.argv[2]!

const opened = (path: unknown) => {
  const file = openSync(path as string, 'r')
  return {
    size: fstatSync(file).size,
    read(offset: number, length: number, into?: Uint8Array) {
      const buffer = into ?? Buffer.allocUnsafe(length)
      return buffer.subarray(0, readSync(file, buffer, 0, length, offset))
    },
    close: () => closeSync(file),
  }
}

function planOf(sources: readonly string[]): BundlePlan {
  const documents = sources.map((path, index) => ({
    id: String(index),
    ref: `JLB/${index + 1}`,
    title: `Document ${index + 1}`,
    content: {
      kind: path.endsWith('.jpg') ? ('jpeg' as const) : ('pdf' as const),
      sha256: createHash('sha256').update(path).digest('hex'),
      source: path,
    },
  }))
  return {
    title: 'Bench',
    date: '2026-03-20',
    caseTitle: 'R v Bench',
    parties: [],
    fictional: false,
    profile: readProfile(join(resources, 'profiles', 'general.json')),
    sections: [{ title: 'Documents', documents }],
  }
}

async function done(act: Act): Promise<number> {
  if (act.do === 'verify') {
    const { ok, pages } = await verifyBundle(act.bundle)
    if (!ok) throw new Error('The bundle does not pass its check.')
    return pages
  }
  return (
    await buildBundle(planOf(act.sources), {
      open: opened,
      fonts: join(resources, 'fonts'),
      to: act.to,
      threads: threadsWorth(act.sources.reduce((sum, path) => sum + statSync(path).size, 0)),
    })
  ).pages
}

/** What the system says; a process's own count starts with the peak of the one that started it. */
function peakMb(): number {
  try {
    return Math.round(Number(/VmHWM:\s*(\d+)/.exec(readFileSync('/proc/self/status', 'utf8'))![1]) / 1024)
  } catch {
    return Math.round(process.resourceUsage().maxRSS / 1024)
  }
}

const act = JSON.parse(readFileSync(0, 'utf8')) as Act
if (act.do === 'build')
  for (const path of [act.to, act.to.replace(/pdf$/, 'manifest.json')]) rmSync(path, { force: true })
sweepOften()
const from = performance.now()
const pages = await done(act)
const ms = performance.now() - from
process.stdout.write(JSON.stringify({ ms, pages, peakMb: peakMb() } satisfies Went))
