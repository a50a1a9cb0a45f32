import { execFileSync } from 'node:child_process'
import { createHash, createPrivateKey, createPublicKey, sign } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll } from 'vitest'
import { sealedText } from '../../../../casework/rules/bundle-seal.ts'
import {
  type BuildResult,
  type BuildTools,
  type BundleContent,
  type BundleDocument,
  type BundlePlan,
  buildBundle,
  readProfile,
  sealAndLand,
} from '../../../../main/services/bundle/index.ts'

/** The folders of what a bundle is printed with. */
export const resources = fileURLToPath(new URL('../../../../resources/', import.meta.url))

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

/** A key to seal with, from 32 bytes that are all one number. */
export function signerFrom(byte: number): { key: string; sign(canonical: string): SealedWith } {
  const pkcs8 = Buffer.concat([
    Buffer.from('302e020100300506032b657004220420', 'hex'),
    Buffer.alloc(32, byte),
  ])
  const secret = createPrivateKey({ key: pkcs8, format: 'der', type: 'pkcs8' })
  const key = createPublicKey(secret).export({ format: 'jwk' }).x!
  return {
    key,
    sign: (canonical) => ({
      key,
      signature: sign(null, Buffer.from(sealedText(canonical)), secret).toString('base64url'),
    }),
  }
}
interface SealedWith {
  readonly key: string
  readonly signature: string
}

/** Builds a plan at a path and seals its manifest, as the program does. */
export async function buildSealed(
  what: BundlePlan,
  to: string,
  { holder = 'Asha Verity', byte = 7 } = {},
): Promise<BuildResult> {
  const built = await build(what, to, { drafts: true })
  sealAndLand(built.volumes, built.documents, {
    made: { program: 'Turnstone 0.1.0', at: '2026-03-20T16:40:00.000Z', actor: 'av', auditHead: '12 X ab' },
    holder,
    sign: signerFrom(byte).sign,
  })
  return built
}
