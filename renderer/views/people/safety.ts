/** One line of how to reach someone safely. `never` lines say what must not be done. */
export interface SafetyLine {
  readonly label: string
  readonly words: string
  readonly never: boolean
}

const never = /^(?:never|do not|don[’']t|no)\b\s*[:.,–-]?\s*/i
const labelled = /^([\p{L}][\p{L} ]{1,20}):\s*(\S.*)$/u
const through = /^(?:through|via|by way of)\s+/i
const days =
  /^(?:mon|tue|wed|thu|fri|sat|sun|week|any (?:day|week)|morning|afternoon|evening|after|before|between)/i

/**
 * Reads the free text of *Safe to contact* line by line, so that the box can set what must never be done apart. Each
 * line keeps its words: only a leading label or "Never" moves to the margin. Nothing is left out.
 */
export function safetyLines(text: string): readonly SafetyLine[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .map((line) => {
      if (/^(?:never|do not|don[’']t)\b/i.test(line)) {
        const rest = line.replace(never, '')
        return { label: 'Never', words: capital(rest === '' ? line : rest), never: true }
      }
      const said = labelled.exec(line)
      if (said !== null) return { label: capital(said[1]!), words: said[2]!, never: false }
      if (through.test(line))
        return { label: 'Through', words: capital(line.replace(through, '')), never: false }
      return { label: days.test(line) ? 'When' : 'How', words: line, never: false }
    })
}

const capital = (words: string): string => words.charAt(0).toLocaleUpperCase('en-GB') + words.slice(1)
