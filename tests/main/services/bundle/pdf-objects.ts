import { run } from './workshop.ts'

/** A value as qpdf's JSON has it: names begin with a slash, strings with `u:` or `b:`, references end in ` R`. */
export type Json = null | boolean | number | string | Json[] | { [key: string]: Json }
/** A dictionary of such values. */
export type JsonDict = { [key: string]: Json }

/** A PDF as qpdf reads it, every stream unpacked. Nothing of the program's own reader is used. */
export class PdfObjects {
  readonly all: ReadonlyMap<string, Json>
  readonly streams = new Map<string, Buffer>()
  readonly trailer: JsonDict

  constructor(path: string) {
    const read = JSON.parse(
      run('qpdf', '--json=2', '--json-stream-data=inline', '--decode-level=generalized', path),
    ) as { qpdf: [unknown, Record<string, { value?: Json; stream?: { dict: JsonDict; data: string } }>] }
    const all = new Map<string, Json>()
    for (const [key, { value, stream }] of Object.entries(read.qpdf[1])) {
      const ref = key.replace(/^obj:/, '')
      all.set(ref, stream ? stream.dict : (value ?? null))
      if (stream) this.streams.set(ref, Buffer.from(stream.data, 'base64'))
    }
    this.all = all
    this.trailer = all.get('trailer') as JsonDict
  }

  /** What a value is, through its reference if it is one. */
  get(value: Json | undefined): Json {
    return typeof value === 'string' && / R$/.test(value) ? (this.all.get(value) ?? null) : (value ?? null)
  }

  /** A dictionary, empty where there is none. */
  dict(value: Json | undefined): JsonDict {
    const found = this.get(value)
    return found !== null && typeof found === 'object' && !Array.isArray(found) ? found : {}
  }

  /** A list, empty where there is none. */
  list(value: Json | undefined): Json[] {
    const found = this.get(value)
    return Array.isArray(found) ? found : []
  }

  get root(): JsonDict {
    return this.dict(this.trailer['/Root'])
  }

  /** References of the pages in order. */
  pages(): string[] {
    const out: string[] = []
    const walk = (ref: Json) => {
      const node = this.dict(ref)
      if (node['/Type'] === '/Page') out.push(ref as string)
      for (const kid of this.list(node['/Kids'])) walk(kid)
    }
    walk(this.root['/Pages'] ?? null)
    return out
  }

  /** A page's content, its pieces joined. */
  content(page: string): string {
    const own = this.dict(page)['/Contents'] ?? null
    const refs = Array.isArray(this.get(own)) ? this.list(own) : [own]
    return refs.map((ref) => this.streams.get(ref as string)?.toString('latin1') ?? '').join('\n')
  }
}

/** An operator of a content stream with what stands before it, as text. */
export interface Operation {
  readonly operator: string
  readonly operands: string
}

/** The operators of content we set: no inline images, no strings in brackets. */
export function operations(content: string): Operation[] {
  const out: Operation[] = []
  let operands: string[] = []
  for (const [token] of content.matchAll(/<<[^>]*>>|<[0-9a-f]*>|\[[^\]]*\]|\/[^\s/<[]+|[^\s/<[\]]+/g)) {
    if (/^[A-Za-z]/.test(token)) {
      out.push({ operator: token, operands: operands.join(' ') })
      operands = []
    } else operands.push(token)
  }
  return out
}
