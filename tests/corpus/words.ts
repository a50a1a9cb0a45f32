import { execFile } from 'node:child_process'
import { promisify } from 'node:util'

const run = promisify(execFile)

/** The words of pages `from` to `to` as poppler copies them, in the order of the page's content; empty if it cannot open the file. */
export async function wordsOf(pdf: string, from: number, to: number): Promise<string[][]> {
  const { stdout } = await run(
    'pdftotext',
    ['-q', '-raw', '-enc', 'UTF-8', '-f', String(from), '-l', String(to), pdf, '-'],
    { timeout: 60_000, maxBuffer: 1 << 28 },
  ).catch(() => ({ stdout: '' }))
  return stdout.split('\f').map((page) => page.split(/\s+/u).filter((word) => word !== ''))
}

/** How often each word stands in a list. */
function counts(words: readonly string[]): Map<string, number> {
  const out = new Map<string, number>()
  for (const word of words) out.set(word, (out.get(word) ?? 0) + 1)
  return out
}

/**
 * True if a page's words, but for its number, are what they were, each as often. The number is the last thing set, so
 * the last that says it is taken away. Order is not compared: poppler may read words at one height otherwise.
 */
export function sameWords(before: readonly string[], after: readonly string[], label: string): boolean {
  const at = after.lastIndexOf(label)
  if (at < 0) return false
  const [was, is] = [counts(before), counts(after.toSpliced(at, 1))]
  return was.size === is.size && [...was].every(([word, count]) => is.get(word) === count)
}
