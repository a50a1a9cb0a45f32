import { type Disk, realDisk } from '../../../../main/services/vault/disk.ts'

/** Which call is to fail, and whether one did. */
export interface Fault {
  /** The disk call that fails, counted from when it is armed; -1 for none. */
  at: number
  code: string
  /** Every later call fails as well, until disarmed. */
  sticky: boolean
  calls: number
  hit: boolean
}

/** The disk, every changing call of which can be made to fail. A write that fails has written half. */
export function failingDisk(): { disk: Disk; fault: Fault } {
  const fault: Fault = { at: -1, code: 'ENOSPC', sticky: false, calls: 0, hit: false }
  const due = () => {
    fault.calls += 1
    const hit = fault.at >= 0 && (fault.sticky ? fault.calls > fault.at : fault.calls === fault.at + 1)
    fault.hit ||= hit
    return hit
  }
  const refuse = () => Object.assign(new Error(`${fault.code}: made to fail`), { code: fault.code })
  const watched = ['write', 'sync', 'datasync', 'utimes']
  const disk: Disk = {
    ...realDisk,
    open: (async (...input: Parameters<Disk['open']>) => {
      if (due()) throw refuse()
      const file = await realDisk.open(...input)
      return new Proxy(file, {
        get(target, name) {
          const value = Reflect.get(target, name, target) as unknown
          if (typeof value !== 'function') return value
          if (!watched.includes(String(name))) return value.bind(target)
          return async (...args: unknown[]) => {
            if (!due()) return await value.apply(target, args)
            if (name === 'write')
              await target.write(args[0] as Buffer, args[1] as number, (args[2] as number) >> 1)
            throw refuse()
          }
        },
      })
    }) as Disk['open'],
    rename: async (...input) => {
      if (due()) throw refuse()
      await realDisk.rename(...input)
    },
    mkdir: (async (...input: Parameters<Disk['mkdir']>) => {
      if (due()) throw refuse()
      return await realDisk.mkdir(...input)
    }) as Disk['mkdir'],
    unlink: async (...input) => {
      if (due()) throw refuse()
      await realDisk.unlink(...input)
    },
  }
  return { disk, fault }
}
