import { z } from 'zod'
import { command, query } from './calls.ts'
import { nothing } from './shapes.ts'

const of = z.strictObject

/** How long nobody may be here before the cases lock, in minutes: the choices there are. */
export const lockMinutes = [1, 2, 5, 10, 15, 20, 30, 60] as const

/** When the cases lock by themselves, besides when the window closes, which always locks. */
export const machineSettings = of({
  lockMinutes: z.number().int().min(1).max(60),
  lockWithScreen: z.boolean(),
  lockAtSleep: z.boolean(),
})
export type MachineSettings = z.infer<typeof machineSettings>

/** What this machine is set to, for every case opened on it. */
export const settingsCalls = {
  'machine.settings': query(nothing, machineSettings),
  'machine.setSettings': command(machineSettings.partial(), machineSettings),
} as const
