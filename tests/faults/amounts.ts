/** How much of each attack is made: a few seconds of it, all of it, or as much as a night allows. */
export type Amount = 'sample' | 'whole' | 'nightly'

/** The amount this run was started with: `test:faults` sets it, and whoever says nothing gets a sample. */
export function amountAsked(): Amount {
  const said = process.env.FAULTS
  return said === 'whole' || said === 'nightly' ? said : 'sample'
}

/** The number for the amount asked. */
export function howMany<T>(amount: Amount, of: { sample: T; whole: T; nightly: T }): T {
  return of[amount]
}
