import type { Adapter } from 'lowdb'
import { CaseworkError } from '../../../casework/contract/errors.ts'
import { follow } from '../audit/chain.ts'
import type { Loaded } from '../vault/vault.ts'
import {
  applyFrame,
  type CaseDocument,
  documentFrom,
  type Frame,
  type ReplayFault,
  takeHead,
} from './document.ts'

/** A change made ready: its bytes, and what they say. */
export interface StagedFrame {
  readonly bytes: Buffer
  readonly frame: Frame
}

/**
 * lowdb's door to the sealed folder. lowdb offers the whole document to write; what goes to the disk is the one change
 * staged beforehand, and the document takes it on only when it is durable. See [Note: changes, not documents].
 */
export class JournalAdapter implements Adapter<CaseDocument> {
  readonly #caseId: string
  readonly #append: (bytes: Buffer) => Promise<void>
  #loaded: Loaded | undefined
  #staged: StagedFrame | undefined
  /** What was wrong with the changes read, if anything. */
  fault: ReplayFault | undefined
  /** Collections the last write touched. */
  touched: ReadonlySet<string> = new Set()

  constructor(caseId: string, loaded: Loaded, append: (bytes: Buffer) => Promise<void>) {
    this.#caseId = caseId
    this.#loaded = loaded
    this.#append = append
  }

  /** The document as it was when the folder was opened. Once only: afterwards memory is ahead of what was read. */
  async read(): Promise<CaseDocument> {
    const loaded = this.#loaded
    if (loaded === undefined) throw new CaseworkError('internal', 'A case is read once, when it is opened.')
    this.#loaded = undefined
    const { document, fault } = documentFrom(this.#caseId, loaded)
    this.fault = fault
    return document
  }

  /** Makes a change ready for the next write. */
  stage(staged: StagedFrame): void {
    this.#staged = staged
  }

  // [Note: changes, not documents] A write of the whole document costs what the case weighs; a change costs what the
  // change weighs. So records are replaced by explicit steps, never edited in place: an edit in place would be seen
  // on the screen and never saved. Records are frozen to make that impossible, and a write with no step staged fails.
  async write(document: CaseDocument): Promise<void> {
    const staged = this.#staged
    this.#staged = undefined
    if (staged === undefined)
      throw new CaseworkError('internal', 'Nothing was saved: a change to a case must be given as steps.')
    await this.#append(staged.bytes)
    this.touched = applyFrame(document, staged.frame)
    takeHead(document, staged.frame, follow(this.#caseId, document.chain, staged.frame.audit).head)
  }
}
