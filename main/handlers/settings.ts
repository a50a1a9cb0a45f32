import type { Desk } from '../desk/desk.ts'
import type { Handlers } from '../dispatch.ts'
import type { Settings } from '../services/machine/settings.ts'

/** When the cases lock by themselves on this machine. */
export const settingsHandlers = (desk: Pick<Desk, 'tell' | 'touch'>, settings: Settings) =>
  ({
    'machine.settings': () => settings.now(),
    'machine.setSettings': (part) => {
      const next = settings.set(part)
      // Whoever changes this is here: a shorter time counts from now.
      desk.touch()
      desk.tell({ kind: 'changed', caseId: null, types: [] })
      return next
    },
  }) satisfies Partial<Handlers>
