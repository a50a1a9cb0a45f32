import type { AuditKind } from '../contract/shapes.ts'

/**
 * Every action the program enters in the history of a case, and what it is in the words of the logging duty. What is
 * entered under another name is not shown rightly, so a test finds the ones that are missing here.
 */
export const auditActions = {
  // Records, by the six operations of the duty.
  collection: 'collection',
  alteration: 'alteration',
  consultation: 'consultation',
  disclosure: 'disclosure',
  combination: 'combination',
  erasure: 'erasure',
  // Who got in, and who tried.
  'case-created': 'access',
  opened: 'access',
  closed: 'access',
  'read-only-opening': 'access',
  'failed-unlock': 'access',
  // Who can open it, and with what.
  'keys-changed': 'keys',
  // What was met at opening, and what was done for the case file.
  noticed: 'upkeep',
  swept: 'upkeep',
  verified: 'upkeep',
  'backed-up': 'upkeep',
  repaired: 'upkeep',
  'went-on': 'upkeep',
} as const satisfies Readonly<Record<string, AuditKind>>

/** An action this version enters. */
export type AuditAction = keyof typeof auditActions

/** What kind of thing an action is. One this version does not know, from a newer program, counts as upkeep. */
export function kindOfAction(action: string): AuditKind {
  return Object.hasOwn(auditActions, action) ? auditActions[action as AuditAction] : 'upkeep'
}
