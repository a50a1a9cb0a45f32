import { constants, copyFileSync, existsSync, readFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { CaseworkError } from '../../casework/contract/errors.ts'
import {
  type BuildResult,
  type BundlePlan,
  clearBegun,
  isTaken,
  sealAndLand,
} from '../services/bundle/index.ts'
import { unwritable } from '../services/machine/places.ts'
import type { Desk } from './desk.ts'
import type { OpenCase } from './open-cases.ts'

const verifierName = 'verify-bundle.html'

/**
 * Has a bundle drafted, seals its manifest with the key of whoever has the case open, and gives both files their names.
 * The key never goes to the process that drafts. Nothing is left behind when any of it fails.
 */
export async function sealed(
  held: OpenCase,
  desk: Desk,
  what: { readonly plan: BundlePlan; readonly to: string; readonly auditHead: string },
  draft: () => Promise<BuildResult>,
): Promise<BuildResult> {
  const over = desk.unfinished.begin('bundle', what.to)
  try {
    const built = await drafted(what.to, draft)
    landed(held, desk, what, built)
    return built
  } finally {
    over()
  }
}

async function drafted(to: string, draft: () => Promise<BuildResult>): Promise<BuildResult> {
  try {
    return await draft()
  } catch (thrown) {
    // A process that was ended could not clear up after itself.
    clearBegun(to)
    throw thrown
  }
}

function landed(
  held: OpenCase,
  desk: Desk,
  { plan, auditHead }: { readonly plan: BundlePlan; readonly auditHead: string },
  built: BuildResult,
): void {
  const documents = plan.sections
    .flatMap((section) => section.documents)
    .map(({ id, content }) => ({ id, ...('sha256' in content ? { sha256: content.sha256 } : {}) }))
  sealAndLand(built.volumes, documents, {
    made: {
      program: `Turnstone ${desk.version}`,
      at: new Date(desk.now()).toISOString(),
      actor: desk.user,
      auditHead,
    },
    holder: held.store.holder.label,
    sign: held.store.signBundle,
  })
}

/** What is to stand beside a bundle for whoever has no Turnstone. */
export interface VerifierCopy {
  /** Puts the one-file verifier there, unless the very same stands there already. Throws the disk's errors. */
  put(): string
}

/**
 * Makes sure, before anything is built, that the one-file verifier can be put beside a bundle. Throws `not-found` where
 * this program was not built whole, and `exists` where another file of its name stands.
 */
export function verifierBeside(desk: Desk, to: string): VerifierCopy {
  const from = join(desk.resourcesDir, '..', 'out', 'standalone', verifierName)
  const path = join(dirname(to), verifierName)
  if (!existsSync(from))
    throw new CaseworkError(
      'not-found',
      `${verifierName} is not part of this copy of Turnstone, so it cannot be put beside the bundle. Run “npm run build”, or build without it.`,
    )
  const there = isTaken(path)
  // A link that leads nowhere is nothing to compare with, and no copy goes through it.
  if (there && !(existsSync(path) && readFileSync(path).equals(readFileSync(from))))
    throw new CaseworkError(
      'exists',
      `Another “${verifierName}” is already in that folder, and nothing is written over. Move it, or choose another folder.`,
    )
  return {
    put() {
      try {
        if (!there) copyFileSync(from, path, constants.COPYFILE_EXCL)
      } catch (cause) {
        throw unwritable(cause, 'file', basename(path))
      }
      return verifierName
    },
  }
}
