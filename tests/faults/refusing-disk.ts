import { type Disk, realDisk } from '../../main/services/vault/disk.ts'

/** How a disk refuses: by an error's code, or by taking half of a write and saying so. */
export type Refusal = 'ENOSPC' | 'EIO' | 'EDQUOT' | 'EINTR' | 'short'

/** Which call is refused. */
export interface Arming {
  /** Counted from when it was armed, from 0; -1 for none. Only writes are counted where they are to be short. */
  at: number
  how: Refusal
  /** All later calls as well. */
  sticky: boolean
  calls: number
  hit: boolean
}

const handled = ['write', 'sync', 'datasync', 'utimes', 'stat', 'read', 'close'] as const

/**
 * The disk, any call of which can be refused, those that only look as well. A write that is refused has written half.
 * `twice` names each frame that was begun a second time with the same number in the same file: one key, one nonce.
 */
export function refusingDisk(): { disk: Disk; armed: Arming; twice: string[] } {
  const armed: Arming = { at: -1, how: 'EIO', sticky: false, calls: 0, hit: false }
  const twice: string[] = []
  const begun = new Map<string, Buffer>()
  const due = (write = false) => {
    if (armed.at < 0 || (armed.how === 'short' && !write)) return false
    armed.calls += 1
    const hit = armed.sticky ? armed.calls > armed.at : armed.calls === armed.at + 1
    armed.hit ||= hit
    return hit
  }
  const refuse = () => {
    const error = new Error(`${armed.how}: made to fail`)
    return armed.how === 'short' ? undefined : Object.assign(error, { code: armed.how })
  }
  const note = (path: string, bytes: Uint8Array) => {
    const head = Buffer.from(bytes.subarray(0, 16))
    if (!path.endsWith('.jrn') || head.length < 16) return
    if (head.readUInt32BE(0) !== ~head.readUInt32BE(4) >>> 0) return
    const name = `${path} frame ${head.readBigUInt64BE(8)}`
    const before = begun.get(name)
    if (before !== undefined && !before.equals(bytes)) twice.push(name)
    begun.set(name, Buffer.from(bytes))
  }
  const refusing = <T extends (...input: never[]) => Promise<unknown>>(call: T): T =>
    (async (...input: Parameters<T>) => {
      const error = due() ? refuse() : undefined
      if (error !== undefined) throw error
      return await call(...input)
    }) as T
  const disk: Disk = {
    open: (async (...input: Parameters<Disk['open']>) => {
      const error = due() ? refuse() : undefined
      if (error !== undefined) throw error
      const file = await realDisk.open(...input)
      return new Proxy(file, {
        get(target, name) {
          const value = Reflect.get(target, name, target) as unknown
          if (typeof value !== 'function') return value
          if (!handled.some((one) => one === name)) return value.bind(target)
          return async (...args: unknown[]) => {
            if (name === 'write') note(String(input[0]), (args[0] as Buffer).subarray(Number(args[1] ?? 0)))
            if (!due(name === 'write')) return await value.apply(target, args)
            const error = refuse()
            if (name === 'write') {
              const length = Number(args[2] ?? (args[0] as Buffer).length)
              const half = await target.write(args[0] as Buffer, Number(args[1] ?? 0), Math.ceil(length / 2))
              if (error === undefined) return half
            }
            // A file is closed even where the system says that closing it failed.
            if (name === 'close') await target.close()
            if (error !== undefined) throw error
            return name === 'close' ? undefined : await value.apply(target, args)
          }
        },
      })
    }) as Disk['open'],
    rename: refusing(realDisk.rename),
    unlink: refusing(realDisk.unlink),
    mkdir: refusing(realDisk.mkdir as never) as Disk['mkdir'],
    rm: refusing(realDisk.rm),
    readdir: refusing(realDisk.readdir as never) as Disk['readdir'],
    readFile: refusing(realDisk.readFile as never) as Disk['readFile'],
    lstat: refusing(realDisk.lstat as never) as Disk['lstat'],
  }
  return { disk, armed, twice }
}
