import { execFileSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'

const top = fileURLToPath(new URL('../../', import.meta.url))
const at = (path: string) => `${top}${path}`

/** Builds one of the files that are handed out by themselves into a folder, as the set-up does. */
export function buildStandalone(mode: 'recover' | 'verify-bundle' | 'page', into: string): void {
  const vite = [
    at('node_modules/vite/bin/vite.js'),
    'build',
    '--config',
    at('main/setup/standalone.config.ts'),
  ]
  const words = [...vite, '--mode', mode, '--outDir', into, '--logLevel', 'warn']
  execFileSync(process.execPath, words, { cwd: into })
}

/** What the one-file verifier says of a bundle; as in main/standalone/verifying/verdict.mjs. */
export interface Verdict {
  readonly state: 'sound' | 'unsealed' | 'unchecked' | 'altered'
  readonly seal: {
    readonly state: string
    readonly holder?: string
    readonly key?: string
    readonly code?: string
  }
  readonly findings: readonly {
    readonly kind: string
    readonly sentence: string
    readonly document?: string
    readonly pages?: readonly number[]
  }[]
}

/** Its core, as it stands in the sources. */
export interface Verifying {
  checkBundle(given: {
    readonly manifest: Uint8Array
    readonly pieces: Iterable<Uint8Array> | AsyncIterable<Uint8Array>
    newHash(): { update(bytes: Uint8Array): void; digest(): string }
    verify(key: Uint8Array, signature: Uint8Array, signed: Uint8Array): boolean | null
    readonly expected?: string
  }): Promise<Verdict>
  /** A verdict in words. */
  inWords(verdict: Verdict): { readonly headline: string; readonly sentences: readonly string[] }
  sha256(): { update(bytes: Uint8Array): void; digest(): string }
}

/** Loads that core. */
export async function loadVerifying(): Promise<Verifying> {
  const load = async (name: string) =>
    (await import(new URL(`../../main/standalone/verifying/${name}.mjs`, import.meta.url).href)) as object
  return { ...(await load('verdict')), ...(await load('sha256')) } as Verifying
}
