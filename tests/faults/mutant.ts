/** A fault put into the program's own code, and the tests that must notice. */
export interface Mutant {
  readonly id: string
  readonly what: string
  readonly file: string
  /** Stands in the file exactly once. */
  readonly find: string
  readonly put: string
  readonly killedBy: readonly string[]
}

export const vault = (name: string) => `main/services/vault/${name}.ts`
export const store = (name: string) => `main/services/case-store/${name}.ts`
export const tested = {
  crypto: 'tests/main/services/vault/crypto.test.ts',
  damage: 'tests/main/services/vault/damage.test.ts',
  disk: 'tests/main/services/vault/disk-faults.test.ts',
  lock: 'tests/main/services/vault/lock.test.ts',
  vectors: 'tests/main/services/vault/vectors.test.ts',
  holders: 'tests/main/services/vault/holders.test.ts',
  store: 'tests/main/services/case-store/store.test.ts',
  crash: 'tests/main/services/case-store/crash.test.ts',
  parsers: 'tests/faults/parsers.test.ts',
  guards: 'tests/faults/guards.test.ts',
  selfTest: 'tests/faults/self-test.test.ts',
  swaps: 'tests/faults/swaps.test.ts',
  power: 'tests/faults/power-cut.test.ts',
}

export type Row = readonly [
  id: string,
  what: string,
  file: string,
  find: string,
  put: string,
  ...killedBy: (keyof typeof tested)[],
]
