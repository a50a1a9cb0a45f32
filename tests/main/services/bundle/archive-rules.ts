import { readFileSync } from 'node:fs'
import { type Json, type JsonDict, operations, PdfObjects } from './pdf-objects.ts'

const OPERATORS = new Set(
  'q Q cm w J j M d ri i gs m l c v y h re S s f F f* B B* b b* n W W* BT ET Tc Tw Tz TL Tf Tr Ts Td TD Tm T* Tj TJ \' " CS cs SC SCN sc scn G g RG rg sh Do MP DP BMC BDC EMC'.split(
    ' ',
  ),
)
const BLENDS = new Set(['/Normal', '/Compatible'])

/**
 * The clauses of ISO 19005-2 for level B that a file of our own can break, each by its number, checked on what qpdf
 * reads. It is not a full validator: clauses on what we never write (JBIG2, JPEG 2000, Type 3 fonts, optional content,
 * attachments, forms) are checked only as absent.
 */
export function archiveFindings(path: string): string[] {
  const pdf = new PdfObjects(path)
  const found: string[] = []
  const must = (clause: string, holds: boolean, what: string) => {
    if (!holds) found.push(`${clause}: ${what}`)
  }
  fileRules(path, pdf, must)
  catalogRules(pdf, must)
  for (const [ref, value] of pdf.all) objectRules(pdf, ref, value, must)
  const used = new Map<string, Set<number>>()
  for (const page of pdf.pages()) pageRules(pdf, page, must, used)
  for (const [font, codes] of used) fontRules(pdf, font, codes, must)
  return found
}

type Must = (clause: string, holds: boolean, what: string) => void

function fileRules(path: string, pdf: PdfObjects, must: Must): void {
  const bytes = readFileSync(path)
  must('6.1.2', /^%PDF-1\.[0-7]\n%[\x80-\xff]{4}/.test(bytes.toString('latin1', 0, 15)), 'header')
  must('6.1.3', pdf.list(pdf.trailer['/ID']).length === 2, 'file identifier')
  must('6.1.3', pdf.trailer['/Encrypt'] === undefined, 'encryption')
  must('6.1.3', /%%EOF\r?\n?$/.test(bytes.toString('latin1', bytes.length - 8)), 'data after the end')
  must('6.1.4', bytes.includes('\nxref\n0 '), 'cross-reference table')
  for (const [stream] of bytes.toString('latin1').matchAll(/stream\r(?!\n)/g))
    must('6.1.7.1', stream === '', 'stream keyword')
  must('6.1.13', pdf.all.size < 8_388_607, 'too many objects')
}

function catalogRules(pdf: PdfObjects, must: Must): void {
  const { root } = pdf
  for (const key of ['/AA', '/AcroForm', '/Perms', '/Requirements', '/OCProperties', '/Names'])
    must('6.4 to 6.11', root[key] === undefined, `${key} in the catalogue`)
  const action = pdf.get(root['/OpenAction'])
  must('6.5.1', action === null || Array.isArray(action), 'an action on opening')
  const intents = pdf.list(root['/OutputIntents']).map((each) => pdf.dict(each))
  const ours = intents.filter((each) => each['/S'] === '/GTS_PDFA1')
  must('6.2.3', ours.length === 1, 'one PDF/A output intent')
  for (const intent of ours) {
    const ref = intent['/DestOutputProfile'] as string
    const profile = pdf.streams.get(ref)
    must('6.2.3', profile !== undefined, 'destination profile')
    if (!profile) continue
    must('6.2.3', pdf.dict(ref)['/N'] === 3, 'components of the profile')
    must('6.2.3', profile.readUInt32BE(0) === profile.length, 'size of the profile')
    must('6.2.3', profile[8]! < 5, 'version of the profile')
    must('6.2.3', /^(mntr|prtr)RGB /.test(profile.toString('latin1', 12, 20)), 'class of the profile')
    must('6.2.3', profile.toString('latin1', 36, 40) === 'acsp', 'mark of the profile')
  }
  const ref = root['/Metadata'] as string | undefined
  const xmp = ref === undefined ? '' : (pdf.streams.get(ref)?.toString('utf8') ?? '')
  must('6.6.2.1', pdf.dict(ref)['/Type'] === '/Metadata' && pdf.dict(ref)['/Subtype'] === '/XML', 'metadata')
  must('6.6.2.1', !/<\?xpacket begin=[^>]*(bytes|encoding)=/.test(xmp), 'packet header')
  must('6.6.4', /<pdfaid:part>2<\/pdfaid:part>/.test(xmp), 'part 2')
  must('6.6.4', /<pdfaid:conformance>B<\/pdfaid:conformance>/.test(xmp), 'conformance B')
}

function objectRules(pdf: PdfObjects, ref: string, value: Json, must: Must): void {
  const at = `in ${ref}`
  const walk = (each: Json): void => {
    if (typeof each === 'string') {
      must('6.1.13', !each.startsWith('/') || Buffer.byteLength(each) <= 128, `long name ${at}`)
      must('6.1.13', each.length <= 65_536, `long string ${at}`)
      must('6.2.4.3', each !== '/DeviceCMYK', `printing inks ${at}`)
    } else if (typeof each === 'number')
      must('6.1.13', Math.abs(each) <= 2_147_483_647, `number ${each} ${at}`)
    else if (Array.isArray(each)) each.forEach(walk)
    else if (each !== null && typeof each === 'object') Object.values(each).forEach(walk)
  }
  walk(value)
  const own = pdf.dict(value)
  if (pdf.streams.has(ref)) {
    for (const key of ['/F', '/FFilter', '/FDecodeParms'])
      must('6.1.7.1', own[key] === undefined, `${key} ${at}`)
    const filters = [own['/Filter'] ?? []].flat()
    must('6.1.7.2', !filters.some((each) => each === '/LZWDecode' || each === '/Crypt'), `filter ${at}`)
  }
  if (own['/Subtype'] === '/Image') {
    must('6.2.8', own['/Alternates'] === undefined && own['/OPI'] === undefined, `image ${at}`)
    must('6.2.8', own['/Interpolate'] !== true, `interpolated image ${at}`)
    must('6.2.8', [1, 2, 4, 8, 16].includes(own['/BitsPerComponent'] as number), `depth of image ${at}`)
  }
  if (own['/Subtype'] === '/Form')
    for (const key of ['/OPI', '/PS', '/Subtype2', '/Ref'])
      must('6.2.9', own[key] === undefined, `${key} ${at}`)
  must('6.2.9', own['/Subtype'] !== '/PS', `PostScript ${at}`)
  if (own['/Type'] === '/ExtGState') {
    for (const key of ['/TR', '/HTP', '/HTO']) must('6.2.5', own[key] === undefined, `${key} ${at}`)
    must('6.2.10', BLENDS.has((own['/BM'] ?? '/Normal') as string), `blend mode ${at}`)
  }
  if (own['/Type'] === '/Annot') annotationRules(own, at, must)
  const action = own['/S']
  if (typeof action === 'string' && own['/Type'] === '/Action')
    must('6.5.1', ['/GoTo', '/URI', '/Named'].includes(action), `action ${action} ${at}`)
  must('6.8', own['/EF'] === undefined, `attachment ${at}`)
}

function annotationRules(own: JsonDict, at: string, must: Must): void {
  const flags = Number(own['/F'] ?? 0)
  must('6.3.1', own['/Subtype'] === '/Link', `annotation that is not a link ${at}`)
  // Print set; Invisible, Hidden, NoView and ToggleNoView clear.
  must('6.3.2', (flags & 4) === 4 && (flags & (1 | 2 | 32 | 256)) === 0, `annotation flags ${at}`)
  must('6.5.2', own['/AA'] === undefined, `additional actions ${at}`)
}

function pageRules(pdf: PdfObjects, page: string, must: Must, used: Map<string, Set<number>>): void {
  const own = pdf.dict(page)
  must('6.5.2', own['/AA'] === undefined, `actions of page ${page}`)
  must('6.10', own['/PresSteps'] === undefined, `presentation of page ${page}`)
  const [x1, y1, x2, y2] = pdf.list(own['/MediaBox']).map(Number) as [number, number, number, number]
  must('6.1.13', Math.min(x2 - x1, y2 - y1) >= 3 && Math.max(x2 - x1, y2 - y1) <= 14_400, `size of ${page}`)
  must('6.2.2', own['/Resources'] !== undefined, `resources of ${page}`)
  contentRules(pdf, pdf.content(page), pdf.dict(own['/Resources']), must, used, page)
}

function contentRules(
  pdf: PdfObjects,
  content: string,
  resources: JsonDict,
  must: Must,
  used: Map<string, Set<number>>,
  at: string,
): void {
  let depth = 0
  let font = ''
  for (const { operator, operands } of operations(content)) {
    must('6.2.2', OPERATORS.has(operator), `operator ${operator} on ${at}`)
    if (operator === 'q') depth++
    if (operator === 'Q') depth--
    must('6.1.13', depth >= 0 && depth <= 28, `nesting on ${at}`)
    if (operator === 'Tf') {
      const ref = pdf.dict(resources['/Font'])[operands.split(' ')[0]!]
      must('6.2.2', ref !== undefined, `font ${operands} on ${at}`)
      font = ref as string
      used.set(font, used.get(font) ?? new Set())
    }
    if (operator === 'TJ')
      for (const [, hex] of operands.matchAll(/<([0-9a-f]*)>/g))
        for (let i = 0; i + 3 < hex!.length; i += 4)
          used.get(font)?.add(Number.parseInt(hex!.slice(i, i + 4), 16))
    if (operator === 'Do') {
      const ref = pdf.dict(resources['/XObject'])[operands] as string | undefined
      must('6.2.2', ref !== undefined && pdf.streams.has(ref), `${operands} on ${at}`)
      const form = pdf.dict(ref)
      if (form['/Subtype'] === '/Form')
        contentRules(
          pdf,
          pdf.streams.get(ref!)!.toString('latin1'),
          pdf.dict(form['/Resources']),
          must,
          used,
          at,
        )
    }
  }
  must('6.1.13', depth === 0, `unbalanced content on ${at}`)
}

function fontRules(pdf: PdfObjects, ref: string, codes: ReadonlySet<number>, must: Must): void {
  const font = pdf.dict(ref)
  const below = pdf.dict(pdf.list(font['/DescendantFonts'])[0])
  const descriptor = pdf.dict(below['/FontDescriptor'])
  const program = pdf.streams.get((descriptor['/FontFile2'] ?? '') as string)
  const at = String(font['/BaseFont'])
  must('6.2.11.4.1', program !== undefined, `${at} is not embedded`)
  must('6.2.11.2', font['/Type'] === '/Font' && font['/Subtype'] === '/Type0', `kind of ${at}`)
  must('6.2.11.2', below['/BaseFont'] === font['/BaseFont'], `name of ${at}`)
  must('6.2.11.3.3', font['/Encoding'] === '/Identity-H', `encoding of ${at}`)
  const map = pdf.streams.get((below['/CIDToGIDMap'] ?? '') as string)
  must('6.2.11.3.2', map !== undefined || below['/CIDToGIDMap'] === '/Identity', `glyphs of ${at}`)
  must('6.2.11.4.2', descriptor['/CIDSet'] === undefined, `${at} lists its letters`)
  if (!program || !map) return
  const tables = new Map<string, Buffer>()
  for (let i = 0; i < program.readUInt16BE(4); i++) {
    const entry = program.subarray(12 + i * 16, 28 + i * 16)
    const start = entry.readUInt32BE(8)
    tables.set(entry.toString('latin1', 0, 4), program.subarray(start, start + entry.readUInt32BE(12)))
  }
  const em = tables.get('head')!.readUInt16BE(18)
  const full = tables.get('hhea')!.readUInt16BE(34)
  const glyphs = tables.get('maxp')!.readUInt16BE(4)
  const [first, widths] = pdf.list(below['/W']) as [number, number[]]
  for (const code of codes) {
    const glyph = code * 2 + 1 < map.length ? map.readUInt16BE(code * 2) : 0
    must('6.2.11.8', glyph !== 0, `${at} shows a letter it does not have`)
    must('6.2.11.4.1', glyph < glyphs, `${at} lacks glyph ${glyph}`)
    const advance = tables.get('hmtx')!.readUInt16BE(Math.min(glyph, full - 1) * 4)
    const stated = widths[code - first] ?? Number(below['/DW'] ?? 1000)
    must('6.2.11.5', Math.abs((advance * 1000) / em - stated) <= 1, `width of ${code} in ${at}`)
  }
}
