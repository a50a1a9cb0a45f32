import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type MachineSettings, machineSettings } from '../../../casework/contract/settings.ts'

/** The settings of this machine, kept in its own folder. */
export interface Settings {
  now(): MachineSettings
  /** Changes some and keeps them; answers all. */
  set(part: { [Name in keyof MachineSettings]?: MachineSettings[Name] | undefined }): MachineSettings
}

const usual: MachineSettings = { lockMinutes: 10, lockWithScreen: true, lockAtSleep: true }

/** Whether the cases lock for a reason: the screen and sleep as they are set, everything else always. */
export const locksFor = (why: string, settings: MachineSettings): boolean =>
  why === 'screen' ? settings.lockWithScreen : why === 'sleep' ? settings.lockAtSleep : true

/** Opens them. Settings that can't be read are the usual ones: every trigger on, ten minutes. */
export function openSettings(machineDir: string): Settings {
  const file = join(machineDir, 'settings.json')
  const now = (): MachineSettings => {
    try {
      return machineSettings.parse({ ...usual, ...(JSON.parse(readFileSync(file, 'utf8')) as object) })
    } catch {
      return usual
    }
  }
  return {
    now,
    set(part) {
      const next = machineSettings.parse({ ...now(), ...part })
      mkdirSync(machineDir, { recursive: true, mode: 0o700 })
      writeFileSync(`${file}.new`, JSON.stringify(next, null, 1), { mode: 0o600 })
      renameSync(`${file}.new`, file)
      return next
    },
  }
}
