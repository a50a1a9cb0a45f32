import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll } from 'vitest'
import {
  type BuildResult,
  type BuildTools,
  type BundleContent,
  type BundleDocument,
  type BundlePlan,
  buildBundle,
  readProfile,
} from '../../../../main/services/bundle/index.ts'

/** The folders of what a bundle is printed with. */
export const resources = new URL('../../../../resources/', import.meta.url).pathname

/** The tools a build needs, with sources held in memory. */
export function tools(to: string, more: Partial<BuildTools> = {}): BuildTools {
  return {
    to,
    fonts: join(resources, 'fonts'),
    open: (source) => {
      const bytes = source as Buffer
      return {
        size: bytes.length,
        read: (offset, length) => bytes.subarray(offset, offset + length),
        close: () => {},
      }
    },
    ...more,
  }
}

/** The content of a document from its bytes. */
export function content(kind: 'pdf' | 'jpeg' | 'png' | 'text', bytes: Buffer): BundleContent {
  return { kind, sha256: createHash('sha256').update(bytes).digest('hex'), source: bytes }
}

/** A document of a plan. */
export function document(
  id: string,
  title: string,
  what: BundleContent,
  more: Partial<BundleDocument> = {},
): BundleDocument {
  return { id, title, content: what, ...more }
}

/** A plan with these documents in one section. */
export function plan(documents: readonly BundleDocument[], more: Partial<BundlePlan> = {}): BundlePlan {
  return {
    title: 'Trial bundle',
    subtitle: 'Prosecution bundle for the trial on Monday 18 May 2026',
    date: '2026-03-20',
    caseTitle: 'R v Whitlock and Hoxha',
    urn: '99NM0042725',
    court: 'In the Crown Court at Fenhithe',
    parties: ['The King', 'Darren Paul Whitlock', 'Artan Hoxha'],
    fictional: true,
    // Pictures of a known size, whatever the profile that ships prefers.
    profile: { ...readProfile(join(resources, 'profiles', 'general.json')), imageDpi: 300 },
    sections: [{ title: 'Exhibits', documents }],
    ...more,
  }
}

/** A folder that goes when the tests are over. */
export function folder(): string {
  const path = mkdtempSync(join(tmpdir(), 'turnstone-bundle-'))
  afterAll(() => rmSync(path, { recursive: true, force: true }))
  return path
}

/** Builds a plan at a path. */
export function build(what: BundlePlan, to: string, more: Partial<BuildTools> = {}): Promise<BuildResult> {
  return buildBundle(what, tools(to, more))
}

/** What an outside tool prints. */
export function run(tool: string, ...args: string[]): string {
  return execFileSync(tool, args, { encoding: 'utf8', maxBuffer: 1 << 28 })
}

/** The text of each page as pdftotext reads it. */
export function pageTexts(path: string): string[] {
  return run('pdftotext', '-layout', path, '-').split('\f').slice(0, -1)
}
