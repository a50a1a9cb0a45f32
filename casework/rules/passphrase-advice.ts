/** What to say of a passphrase while it is chosen: words, never a score, and what would make it better. */
export interface Advice {
  readonly tone: 'bad' | 'soon' | 'good'
  readonly words: string
}

const commonest =
  /^(password|passphrase|letmein|qwerty|welcome|police|turnstone|marram|123456|111111|abc123)/i

/**
 * Advice on length and variety. Length in words is what counts: an attacker who has the file tries common passwords,
 * then their spellings, then words in pairs.
 */
export function adviceOn(passphrase: string, caseName: string): Advice {
  const letters = [...passphrase.normalize('NFC')]
  const words = passphrase
    .trim()
    .split(/[\s\-_.,]+/)
    .filter((word) => [...word].length >= 3)
  const different = new Set(letters.map((letter) => letter.toLowerCase())).size
  const name = caseName.trim().toLowerCase()
  if (letters.length < 10)
    return { tone: 'bad', words: 'Too short. Use five or six words that do not belong together.' }
  if (different < 6 || (commonest.test(passphrase) && letters.length < 20))
    return { tone: 'bad', words: 'Among the first that would be tried. Use five or six unrelated words.' }
  if (name.length > 3 && passphrase.toLowerCase().includes(name))
    return { tone: 'soon', words: 'It holds the name of the case, which stands on the folder. Leave it out.' }
  if (words.length >= 5 && letters.length >= 22)
    return { tone: 'good', words: 'Strong: long enough to withstand years of trying.' }
  if (letters.length >= 20) return { tone: 'good', words: 'Strong, if the words do not belong together.' }
  if (letters.length >= 14)
    return { tone: 'soon', words: 'Fair. One or two more words would make it strong.' }
  return { tone: 'soon', words: 'Weak for a stolen disk. Add two or three unrelated words.' }
}
