/** What the first bytes of a file say it is. */
export interface Magic {
  readonly kind: 'pdf' | 'jpeg' | 'png' | 'text' | 'other'
  readonly mediaType: string
  /** In words, with its article: `a spreadsheet`. */
  readonly words: string
}

const BY_START: readonly (readonly [start: string, mediaType: string, words: string])[] = [
  ['GIF8', 'image/gif', 'a GIF picture'],
  ['II*\0', 'image/tiff', 'a TIFF picture'],
  ['MM\0*', 'image/tiff', 'a TIFF picture'],
  ['BM', 'image/bmp', 'a bitmap picture'],
  ['OggS', 'audio/ogg', 'a sound recording'],
  ['ID3', 'audio/mpeg', 'a sound recording'],
  ['\xff\xfb', 'audio/mpeg', 'a sound recording'],
  ['\xff\xf3', 'audio/mpeg', 'a sound recording'],
  ['\xff\xf1', 'audio/aac', 'a sound recording'],
  ['fLaC', 'audio/flac', 'a sound recording'],
  ['#!AMR', 'audio/amr', 'a sound recording'],
  ['\x1aE\xdf\xa3', 'video/x-matroska', 'a film'],
  ['\0\0\x01\xba', 'video/mpeg', 'a film'],
  ['FLV', 'video/x-flv', 'a film'],
  ['\x30\x26\xb2\x75', 'video/x-ms-asf', 'a film or sound recording'],
  ['\xd0\xcf\x11\xe0', 'application/x-ole-storage', 'an older Office document or an Outlook message'],
  ['{\\rtf', 'application/rtf', 'a rich text document'],
  ['7z\xbc\xaf', 'application/x-7z-compressed', 'an archive'],
  ['Rar!', 'application/vnd.rar', 'an archive'],
  ['\x1f\x8b', 'application/gzip', 'an archive'],
  ['SQLite format 3', 'application/vnd.sqlite3', 'a database'],
  ['MZ', 'application/x-msdownload', 'a program'],
  ['\x7fELF', 'application/x-executable', 'a program'],
]

const INSIDE_ZIP: readonly (readonly [part: string, mediaType: string, words: string])[] = [
  ['word/', 'application/vnd.openxmlformats-officedocument.wordprocessingml.document', 'a Word document'],
  ['xl/', 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', 'a spreadsheet'],
  ['ppt/', 'application/vnd.openxmlformats-officedocument.presentationml.presentation', 'a slide show'],
  ['opendocument.text', 'application/vnd.oasis.opendocument.text', 'a text document (OpenDocument)'],
  [
    'opendocument.spreadsheet',
    'application/vnd.oasis.opendocument.spreadsheet',
    'a spreadsheet (OpenDocument)',
  ],
  ['epub+zip', 'application/epub+zip', 'an electronic book'],
]

/** Tells a file by its first bytes (some thousands are enough). */
export function magicOf(head: Uint8Array, _size: number): Magic {
  const start = Buffer.from(head.buffer, head.byteOffset, head.length)
  const text = start.toString('latin1')
  const other = (mediaType: string, words: string): Magic => ({ kind: 'other', mediaType, words })
  if (text.slice(0, 1024).includes('%PDF-'))
    return { kind: 'pdf', mediaType: 'application/pdf', words: 'a PDF' }
  if (text.startsWith('\xff\xd8\xff'))
    return { kind: 'jpeg', mediaType: 'image/jpeg', words: 'a JPEG picture' }
  if (text.startsWith('\x89PNG\r\n\x1a\n'))
    return { kind: 'png', mediaType: 'image/png', words: 'a PNG picture' }
  if (text.slice(4, 8) === 'ftyp') {
    const brand = text.slice(8, 12)
    if (/^(hei|hev|mif1|msf1)/.test(brand)) return other('image/heic', 'a HEIC picture')
    if (brand === 'avif') return other('image/avif', 'an AVIF picture')
    if (brand.startsWith('M4A')) return other('audio/mp4', 'a sound recording')
    if (brand.startsWith('3g')) return other('video/3gpp', 'a film')
    return other(brand === 'qt  ' ? 'video/quicktime' : 'video/mp4', 'a film')
  }
  if (text.startsWith('RIFF')) {
    const form = text.slice(8, 12)
    if (form === 'WAVE') return other('audio/wav', 'a sound recording')
    if (form === 'AVI ') return other('video/x-msvideo', 'a film')
    if (form === 'WEBP') return other('image/webp', 'a WebP picture')
  }
  if (text.startsWith('PK\x03\x04') || text.startsWith('PK\x05\x06')) {
    const inside = INSIDE_ZIP.find(([part]) => text.includes(part))
    return inside ? other(inside[1], inside[2]) : other('application/zip', 'an archive')
  }
  const known = BY_START.find(([mark]) => text.startsWith(mark))
  if (known) return other(known[1], known[2])
  if (!looksLikeText(start)) return other('application/octet-stream', 'a file of a kind not known')
  if (/^\s*(<!doctype html|<html)/i.test(text))
    return { kind: 'text', mediaType: 'text/html', words: 'a web page' }
  return { kind: 'text', mediaType: 'text/plain', words: 'plain text' }
}

function looksLikeText(head: Buffer): boolean {
  if ((head[0] === 0xff && head[1] === 0xfe) || (head[0] === 0xfe && head[1] === 0xff)) return true
  let odd = 0
  for (const byte of head) {
    if (byte === 0) return false
    if (byte < 32 && byte !== 9 && byte !== 10 && byte !== 13 && byte !== 12 && byte !== 27) odd++
  }
  return odd * 50 <= head.length
}
