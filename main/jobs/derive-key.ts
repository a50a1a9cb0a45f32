import type { Job } from './job.ts'
import type { JobRunner } from './run.ts'

export interface KeyInput {
  readonly passphrase: Uint8Array
  readonly salt: Uint8Array
  readonly memoryKiB: number
  readonly passes: number
  readonly lanes: number
}

/** Argon2id (RFC 9106, version 0x13), 32 bytes. In a process of its own, whose memory goes back when it ends. */
export const deriveKey: Job<KeyInput, Uint8Array> = async (input) => {
  const { argon2id } = await import('hash-wasm')
  return argon2id({
    password: input.passphrase,
    salt: input.salt,
    memorySize: input.memoryKiB,
    iterations: input.passes,
    parallelism: input.lanes,
    hashLength: 32,
    outputType: 'binary',
  })
}

/** Key derivation as the case file asks for it, done by the job. */
export const kdfOver =
  (run: JobRunner) =>
  (input: KeyInput): Promise<Uint8Array> =>
    run('derive-key', input)
