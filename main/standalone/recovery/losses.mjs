/** A refusal: nothing was written; the message says why and what to do. */
export class Refusal extends Error {}
export const refuse = (sentence) => {
  throw new Refusal(sentence)
}

/** What could not be got out, a sentence each. */
export const lost = []
/** Notes a loss, once. */
export const lose = (line) => lost.includes(line) || lost.push(line)

/** What `work` gives, or undefined when it throws: for bytes that may be anything. */
export const attempt = (work) => {
  try {
    return work()
  } catch (thrown) {
    if (thrown instanceof Refusal) throw thrown
    return undefined
  }
}
