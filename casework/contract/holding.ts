import type { Method } from './contract.ts'

/**
 * Long work that would be left half done: the lock that comes when nobody is at the desk waits for it, for a bounded
 * time. Reading by machine is not here, since it goes on where it stopped; a lock by hand or at sleep waits for nothing.
 */
export const holdsIdleLock: ReadonlySet<string> = new Set<Method>([
  'evidence.add',
  'bundle.freeze',
  'bundle.build',
  'handover.seal',
  'handover.merge',
  'cases.backup',
  'cases.repair',
  'audit.export',
])
