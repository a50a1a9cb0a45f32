import type { Made } from './objects.ts'

/** What a part of a page is, by the standard names of ISO 32000-1 §14.8.4. */
export type Role =
  | 'Document'
  | 'Part'
  | 'H1'
  | 'H2'
  | 'P'
  | 'L'
  | 'LI'
  | 'Lbl'
  | 'LBody'
  | 'TOC'
  | 'TOCI'
  | 'Caption'
  | 'Reference'
  | 'Link'
  | 'Span'
  | 'Figure'

/** The page a sheet became; known once it is written. */
export interface Place {
  page?: Made
}

/** A marked stretch of a page's content. */
export interface Piece {
  readonly place: Place
  readonly mark: number
}

/** An annotation that belongs to a part: the link over a row. */
export interface Noted {
  readonly annotation: Made
  readonly page: Made
}

/** Where the pen stood after the last text of a part, so that words on two lines are not read as one. */
export interface Pen {
  readonly place: Place
  readonly x: number
  readonly y: number
  readonly space: boolean
}

/** A part of a document in reading order: a heading, a paragraph, an entry. What it says lies on one page or several. */
export class Meaning {
  #role: Role
  readonly kids: (Meaning | Piece | Noted)[] = []
  /** What it is called. */
  title?: string
  /** What is said in place of something that cannot be read out. */
  alt?: string
  /** The box of a picture, in the page's own coordinates. */
  box?: readonly [number, number, number, number]
  /** For a list: whether its items are numbered. */
  numbered?: boolean
  pen?: Pen

  /** The part whose line it goes on: itself, unless it stands within a line of another. */
  readonly line: Meaning
  readonly #inline = new Map<object, Meaning>()

  constructor(role: Role, line?: Meaning) {
    this.#role = role
    this.line = line ?? this
  }

  get role(): Role {
    return this.#role
  }

  /** Words of it came to lead somewhere. */
  leads(): void {
    this.#role = 'Link'
  }

  /** The part for words within its line that are one thing, by what they are; made when first asked for. */
  inline(what: object): Meaning {
    const known = this.#inline.get(what)
    if (known) return known
    const kid = new Meaning('Span', this.line)
    this.#inline.set(what, kid)
    this.kids.push(kid)
    return kid
  }

  /** Adds a part within this one, after what it has. */
  add(role: Role): Meaning {
    const kid = new Meaning(role)
    this.kids.push(kid)
    return kid
  }

  /** Whether there is anything in it to be read out. */
  get speaks(): boolean {
    return this.alt !== undefined || this.kids.some((kid) => !(kid instanceof Meaning) || kid.speaks)
  }
}

/** What a page of ours means: the part its content begins in, and the part each marked stretch belongs to. */
export interface PageMeaning {
  readonly part: Meaning
  readonly marks: readonly Meaning[]
  readonly links: { readonly annotation: Made; readonly meaning: Meaning }[]
}
