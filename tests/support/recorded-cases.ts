import { createHash } from 'node:crypto'
import { copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** One fault to bring into a copy of a recorded case; tests/vectors/case-file/README.md says what each word does. */
export interface Fault {
  readonly name: string
  readonly flip?: readonly string[]
  readonly at?: number
  readonly xor?: number
  readonly recheck?: boolean
  readonly cut?: readonly string[]
  readonly by?: number
  readonly remove?: readonly string[]
  readonly copy?: readonly [string, string]
  /** What must come of it. */
  readonly open?: string
  readonly write?: string
  readonly notice?: string
  readonly find?: string
}

/** What `expected.json` says of the case recorded in CVF 1.0. */
export interface Lantern {
  readonly id: string
  readonly name: string
  readonly passphrase: string
  readonly recoveryKey: string
  readonly savedAt: number
  readonly auditHead: { readonly seq: number; readonly hash: string }
  readonly historyActions: readonly string[]
  readonly records: Readonly<Record<string, readonly { readonly id: string }[]>>
  readonly blobs: readonly { readonly uid: string; readonly size: number; readonly sha256: string }[]
  readonly texts: Readonly<Record<string, string>>
  readonly faults: readonly Fault[]
}

/** The folder the recorded cases stand in. */
export const recordedCases = fileURLToPath(new URL('../vectors/case-file/', import.meta.url))

/** What stands in the recorded case `lantern`, and its faults. */
export const lantern = JSON.parse(readFileSync(join(recordedCases, 'expected.json'), 'utf8')) as Lantern

/** What `beacon.json` says of the case recorded in CVF 1.1: who can open it, who no longer can, and its faults. */
export interface Beacon {
  readonly passphrase: string
  readonly recoveryKey: string
  readonly escrowKey: string
  readonly removed: string
  readonly replaced: string
  readonly faults: readonly Fault[]
}

/** The secrets of the recorded case `beacon`, and its faults. */
export const beacon = JSON.parse(readFileSync(join(recordedCases, 'beacon.json'), 'utf8')) as Beacon

/** Brings a fault into a case folder. */
export function inflict(folder: string, fault: Fault): void {
  for (const name of fault.flip ?? []) {
    const bytes = readFileSync(join(folder, name))
    const at = (fault.at ?? 0) < 0 ? bytes.length + (fault.at ?? 0) : (fault.at ?? 0)
    bytes[at] = (bytes[at] as number) ^ (fault.xor ?? 1)
    const end = bytes.length - 72
    if (fault.recheck) createHash('sha256').update(bytes.subarray(0, end)).digest().copy(bytes, end, 0, 8)
    writeFileSync(join(folder, name), bytes)
  }
  for (const name of fault.cut ?? []) {
    const bytes = readFileSync(join(folder, name))
    writeFileSync(join(folder, name), bytes.subarray(0, bytes.length - (fault.by ?? 1)))
  }
  for (const name of fault.remove ?? []) rmSync(join(folder, name))
  if (fault.copy !== undefined) {
    mkdirSync(dirname(join(folder, fault.copy[1])), { recursive: true })
    copyFileSync(join(folder, fault.copy[0]), join(folder, fault.copy[1]))
  }
}
