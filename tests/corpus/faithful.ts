import { type ChildProcess, execFile, fork } from 'node:child_process'
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import type { Answer, Asked } from './builder.ts'
import { alike, pictures } from './judge.ts'
import { sameWords, wordsOf } from './words.ts'

const run = promisify(execFile)
const LIMIT_MS = 20_000

/**
 * What became of one PDF. `wrong`: it looks otherwise. `reworded`: it looks the same, and other words are copied out of
 * it. `blind`: poppler itself shows nothing of it, so nothing can be compared.
 */
export type Fate = 'faithful' | 'reported' | 'wrong' | 'reworded' | 'unsound' | 'hung' | 'crashed' | 'blind'

/** A PDF's fate, and why. */
export interface Verdict {
  readonly fate: Fate
  readonly why: string
}

/** True if qpdf finds nothing to say about a file. What it finds in a source it finds in its copy. */
const sound = (pdf: string): Promise<boolean> =>
  run('qpdf', ['--check', pdf], { maxBuffer: 1 << 26 }).then(
    () => true,
    () => false,
  )

/** What qpdf says of the inside of a stream, which a bundle takes over as it is, and not of the file around it. */
const INSIDE =
  /decoding stream|stream data|re-processed|\(content, |content stream|JPEG|SOS|inflate|input stream is complete|operation succeeded with warnings|errors detected/

/** True if what qpdf says of a bundle is no fault of the bundle: only of streams, and of a source that has faults too. */
const inherited = async (said: string, pdf: string): Promise<boolean> =>
  said
    .split('\n')
    .filter((line) => /WARNING|ERROR|error/.test(line))
    .every((line) => INSIDE.test(line)) && !(await sound(pdf))

/** What a report says that explains a page that looks otherwise. */
const TOLD = new Set(['repaired', 'annotation-removed', 'attachment', 'form', 'stamp-over-ink'])

/** Bundles PDFs one at a time in a process that is killed when it takes longer than 20 seconds. */
export class Trial {
  readonly #folder: string
  readonly #mostPages: number
  #child: ChildProcess | undefined

  constructor(folder: string, mostPages: number) {
    this.#folder = folder
    this.#mostPages = mostPages
  }

  close(): void {
    this.#child?.kill('SIGKILL')
    this.#child = undefined
  }

  async #build(asked: Asked): Promise<Answer | 'hung' | 'crashed'> {
    this.#child ??= fork(fileURLToPath(new URL('./builder.ts', import.meta.url)), [], {
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
      execArgv: ['--max-old-space-size=2048'],
    })
    const child = this.#child
    const outcome = await new Promise<Answer | 'hung' | 'crashed'>((resolve) => {
      const clock = setTimeout(() => resolve('hung'), LIMIT_MS)
      child.removeAllListeners()
      child.once('message', (message) => {
        clearTimeout(clock)
        resolve(message as Answer)
      })
      child.once('exit', () => {
        clearTimeout(clock)
        resolve('crashed')
      })
      child.send(asked)
    })
    if (typeof outcome === 'string') this.close()
    return outcome
  }

  /** Bundles one PDF alone and compares what poppler shows of each page before and after. */
  async try(pdf: string, password?: string): Promise<Verdict> {
    const to = join(this.#folder, 'out.pdf')
    rmSync(to, { force: true })
    rmSync(join(this.#folder, 'out.manifest.json'), { force: true })
    const answer = await this.#build({ from: pdf, to, ...(password === undefined ? {} : { password }) })
    if (answer === 'hung') return { fate: 'hung', why: 'longer than 20 seconds' }
    if (answer === 'crashed') return { fate: 'crashed', why: 'the process ended' }
    if ('failed' in answer) return { fate: 'crashed', why: answer.failed }
    const checked = await run('qpdf', ['--check', to], { maxBuffer: 1 << 26 }).then(
      () => '',
      (failed: { stdout?: string; stderr?: string }) => `${failed.stderr ?? ''}${failed.stdout ?? ''}`,
    )
    if (checked !== '' && !(await inherited(checked, pdf)))
      return { fate: 'unsound', why: checked.trim().split('\n').slice(0, 2).join(' | ') }
    const refused = answer.report.find(([kind]) => kind === 'placeholder')
    if (refused) return { fate: 'reported', why: refused[1] }
    return this.#compare(pdf, to, answer, password)
  }

  async #compare(
    pdf: string,
    to: string,
    { first, pages, report }: Exclude<Answer, { failed: string }>,
    password?: string,
  ): Promise<Verdict> {
    if (password !== undefined) {
      const open = join(this.#folder, 'opened.pdf')
      await run('qpdf', ['--decrypt', `--password=${password}`, pdf, open]).catch(() => undefined)
      return this.#compare(open, to, { first, pages, report })
    }
    const told = report.filter(([kind]) => TOLD.has(kind))
    const compared = Math.min(pages, this.#mostPages)
    const before = await pictures(pdf, 1, compared + 1, join(this.#folder, 'before'))
    if (before.every((page) => page === undefined))
      return { fate: 'blind', why: 'poppler shows no page of it' }
    const shownPages = pages > this.#mostPages ? Math.min(before.length, compared) : before.length
    const after = await pictures(to, first, first + compared - 1, join(this.#folder, 'after'))
    const bad: number[] = []
    for (let page = 0; page < Math.max(shownPages, compared); page++) {
      const [was, is] = [before[page], after[page]]
      if (was === undefined && is !== undefined) continue
      if (!was || !is || !alike(was, is)) bad.push(page + 1)
    }
    if (bad.length === 0) return this.#reworded(pdf, to, { first, compared, told })
    const where = `pages ${bad.slice(0, 8).join(', ')} of ${before.length} before, ${pages} after`
    if (told.length > 0) return { fate: 'reported', why: `${where}; ${told[0]![1]}` }
    return { fate: 'wrong', why: where }
  }

  /** Compares the words that poppler copies out of each page before and after. */
  async #reworded(
    pdf: string,
    to: string,
    {
      first,
      compared,
      told,
    }: {
      readonly first: number
      readonly compared: number
      readonly told: readonly (readonly [kind: string, sentence: string])[]
    },
  ): Promise<Verdict> {
    const before = await wordsOf(pdf, 1, compared)
    const after = await wordsOf(to, first, first + compared - 1)
    const bad = Array.from({ length: compared }, (_, i) => i).filter(
      (i) => !sameWords(before[i] ?? [], after[i] ?? [], String(first + i)),
    )
    if (bad.length === 0) return { fate: 'faithful', why: '' }
    const where = `other words on pages ${bad
      .slice(0, 8)
      .map((i) => i + 1)
      .join(', ')}`
    if (told.length > 0) return { fate: 'reported', why: `${where}; ${told[0]![1]}` }
    return { fate: 'reworded', why: where }
  }
}
