/** Runs asynchronous work one piece at a time, in the order asked. A failed piece does not hold up the next. */
export function inTurn(): <T>(work: () => Promise<T>) => Promise<T> {
  const state: { last: Promise<unknown> } = { last: Promise.resolve() }
  return (work) => {
    const result = state.last.then(work)
    state.last = result.catch(() => {})
    return result
  }
}
