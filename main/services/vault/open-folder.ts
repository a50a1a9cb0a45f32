import type { Disk } from './disk.ts'
import type { VaultSurroundings } from './surroundings.ts'
import type { Unlocked } from './unlock.ts'

/** An open case folder as its own checks, backups and repairs need it: where it is, and what it was opened with. */
export interface OpenFolder {
  readonly folder: string
  readonly disk: Disk
  readonly surroundings: VaultSurroundings
  /** As of now: the present ring, holder and keys. The keys are those of the open case and are wiped with it. */
  readonly unlocked: Unlocked
  readonly readOnly: boolean
  /** Throws `locked` once the case is closed and its keys are gone: what is then found proves nothing. */
  stillOpen(): void
  /** Throws `permission` where it is open for reading only, and `lock-lost` when somebody else holds the case now. */
  stillOurs(): Promise<void>
}
