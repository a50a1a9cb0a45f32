import {
  createHmac,
  createSecretKey,
  hkdfSync,
  type KeyObject,
  randomBytes,
  timingSafeEqual,
} from 'node:crypto'
import { closeSync, fsyncSync, mkdirSync, openSync, readFileSync, writeSync } from 'node:fs'
import { join } from 'node:path'

/** Seals the machine's own small files with a key kept beside them: against change by HMAC-SHA-256, or whole. */
export interface MachineKey {
  /** Hexadecimal. `label` keeps a file from being taken for another of the machine's files. */
  mac(label: string, text: string): string
  holds(label: string, text: string, mac: string): boolean
  /** A key of its own for each label: HKDF-SHA-512, 32 bytes, for AES-256-GCM. */
  keyFor(label: string): KeyObject
}

const keyLength = 32

/**
 * The key of this machine: 32 random bytes in a file of its owner's alone, made when first asked for. Throws the disk's
 * errors, and an Error for a file that is no such key: nothing the machine ever sealed could be read then.
 */
export function machineKey(machineDir: string, random: (n: number) => Uint8Array = randomBytes): MachineKey {
  const path = join(machineDir, 'machine.key')
  mkdirSync(machineDir, { recursive: true, mode: 0o700 })
  try {
    const file = openSync(path, 'wx', 0o600)
    try {
      writeSync(file, random(keyLength))
      fsyncSync(file)
    } finally {
      closeSync(file)
    }
  } catch (thrown) {
    if ((thrown as NodeJS.ErrnoException).code !== 'EEXIST') throw thrown
  }
  const key = readFileSync(path)
  if (key.length !== keyLength) throw new Error(`${path} is not a machine key.`)
  const mac = (label: string, text: string) =>
    createHmac('sha256', key).update(`${label}\0`).update(text).digest('hex')
  return {
    mac,
    keyFor: (label) => createSecretKey(Buffer.from(hkdfSync('sha512', key, '', label, keyLength))),
    holds(label, text, given) {
      const wanted = Buffer.from(mac(label, text), 'hex')
      const offered = Buffer.from(given, 'hex')
      return wanted.length === offered.length && timingSafeEqual(wanted, offered)
    },
  }
}
