import { createHash } from 'node:crypto'
import { coversheetSheet, exhibitSheet } from './document-sheets.ts'
import { coverSheet, dividerSheet } from './front-pages.ts'
import { layIndex, sectionsOf } from './index-pages.ts'
import { memorySink, ObjectFile } from './object-file.ts'
import { Made } from './objects.ts'
import { decodeText, placeholderSheet } from './own-pages.ts'
import type { BundleDocument, BundlePlan } from './plan.ts'
import { planAlone } from './plan-alone.ts'
import { Press } from './press.ts'
import { readStatementForms } from './statement-form.ts'
import { statementFooter, statementSheets } from './statement-pages.ts'
import { translationSheet } from './translation-sheet.ts'
import { beyondAscii, type Face, Typefaces } from './typeface.ts'

interface Paper {
  readonly fonts: string
  readonly forms?: string
}

const CUTS: readonly Face[] = ['sans', 'sans-bold', 'serif', 'serif-bold', 'serif-italic']

/** Characters in words, at most twenty: a reader may see an empty box for each as well, so that each has its number too. */
export function lettersWords(characters: readonly string[]): string {
  const named = characters.slice(0, 20).map((character) => {
    const number = character.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')
    return `${character} (U+${number})`
  })
  const more = characters.length > 20 ? ` and ${characters.length - 20} more` : ''
  return `${characters.length === 1 ? 'a character' : 'some characters'}: ${named.join(', ')}${more}`
}

/**
 * Tells which characters the paper typefaces lack, as the report of a build will, without laying a bundle. Only words
 * that hold a character some cut lacks are set in type to see whether it is in that cut that they are set; and what was
 * asked once is known.
 */
export class PaperLetters {
  readonly #paper: Paper
  readonly #faces: Typefaces
  readonly #known = new Map<string, readonly string[]>()

  constructor(paper: Paper) {
    this.#paper = paper
    this.#faces = new Typefaces(paper.fonts, { reserve: () => new Made(0) })
  }

  /**
   * The characters lacking in what is set of a document: its line of the index, the sheets before it, and its pages where
   * they are set by us. Not those of a text file, nor what is filled in on the form of a source.
   */
  ofDocument(document: BundleDocument): readonly string[] {
    const { content, words: _, ...own } = document
    const set = content.kind === 'statement' || content.kind === 'placeholder' ? { ...own, content } : own
    return this.#asked(set, (press) => setDocument(press, document, this.#paper))
  }

  /** Those lacking in what is set around the documents: cover, headings, dividers, and what stands at the head of sheets. */
  ofFront(plan: BundlePlan): readonly string[] {
    const { profile: _, sections, ...own } = plan
    const titles = sections.map(({ title }) => title)
    return this.#asked({ ...own, titles }, (press) => setFront(press, plan), plan)
  }

  /** Those lacking in a text file. */
  ofText(bytes: Uint8Array): readonly string[] {
    return this.#faces.get('sans').lacking(decodeText(bytes).replace(/\s+/g, '')).sort()
  }

  #asked(words: object, set: (press: Press) => void, plan: BundlePlan = nobodys): readonly string[] {
    const whole = JSON.stringify(words)
    const few = beyondAscii(whole)
    if (CUTS.every((face) => this.#faces.get(face).lacking(few).length === 0)) return []
    const key = createHash('sha256').update(whole).digest('hex')
    const known = this.#known.get(key)
    if (known !== undefined) return known
    const file = new ObjectFile(memorySink())
    const press = new Press(plan, file, new Typefaces(this.#paper.fonts, file))
    set(press)
    const found = press.faces.lacking().flatMap(({ characters }) => characters)
    this.#known.set(key, found)
    return found
  }
}

// What stands at the head of every sheet is not the fault of a document.
const nobodys = planAlone({ caseTitle: '', fictional: false }, '')

function setDocument(press: Press, document: BundleDocument, paper: Paper): void {
  const { faces, plan } = press
  const { content, front, translation } = document
  layIndex(faces, plan, [{ letter: '', title: '', documents: [document] }]).sheets(faces, {
    volume: 1,
    of: 1,
    documents: [],
    sections: [],
  })
  if (document.coversheet) coversheetSheet(press, document)
  if (front) exhibitSheet(press, front)
  if (translation) translationSheet(press, document, translation, paper)
  if (content.kind === 'placeholder') placeholderSheet(press, document, content.reason, content.facts)
  if (content.kind !== 'statement') return
  const sheets = statementSheets(faces, content.statement, readStatementForms(paper))
  const footer = statementFooter(content.statement, sheets.length)
  for (const [i, sheet] of sheets.entries()) footer(sheet, i)
}

function setFront(press: Press, plan: BundlePlan): void {
  const sections = sectionsOf(plan).map((section) => ({ ...section, documents: [] }))
  const where = { volume: 1, of: 1, documents: [], sections: [] }
  const ends = ['1', '1'] as const
  const cover = coverSheet(press, { ...where, whole: ends, own: ends, pages: 1 })
  const slot = press.take()
  press.writeSheet(cover, slot, (own) => press.pageOf(own, slot))
  layIndex(press.faces, plan, sections).sheets(press.faces, where)
  if (!plan.profile.dividers) return
  const at = { first: '1', last: '1', volume: 1, page: 1 }
  for (const section of sections) dividerSheet(press, section, at, [], 1)
}
