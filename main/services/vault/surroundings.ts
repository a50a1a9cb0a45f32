import type { Disk } from './disk.ts'
import type { Host } from './host.ts'
import type { Kdf, KdfCost } from './passphrase.ts'

/** Everything a sealed folder needs from the world: time, chance, the passphrase function, the machine, the disk. */
export interface VaultSurroundings {
  /** Milliseconds since 1970. */
  readonly now: () => number
  /** That many random bytes, fit for keys. */
  readonly random: (n: number) => Uint8Array
  readonly kdf: Kdf
  readonly cost?: KdfCost
  readonly host: Host
  /** Take over a case whose holder fell silent on another machine. */
  readonly takeOver?: boolean
  /** Name and version of the program, for the manifest. */
  readonly app?: string
  readonly disk?: Disk
}
