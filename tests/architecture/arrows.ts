import { foldersIn, importsOf, type Source } from './sources.ts'

/**
 * Who may import what. The first row whose place a file stands in is its row; a file may always import from its
 * own place. A place ending in `/` is a folder and all below it, one ending in `/*` the files directly in a folder,
 * one ending in `*` whatever begins so, any other one file or one package (with its subpaths).
 */
export type Arrow = readonly [place: string, mayImport: readonly string[]]

const packages = {
  page: [
    'react',
    'react-dom',
    'react-aria-components',
    '@tanstack/react-query',
    'lucide-react',
    'pdfjs-dist',
    '@fontsource*',
    'fuse.js',
  ],
}
// What a host hands in is stated in types alone, in a file that imports nothing: the slot all hosts fit.
const workbench = [
  'main/*',
  'main/desk/',
  'main/handlers/',
  'main/services/',
  'main/jobs/',
  'casework/',
  'node:*',
]

// Every service without a row of its own is a place by itself, so that none can import another. They read their
// own small files back with the schema language of the rest.
const named = ['vault', 'audit', 'case-store', 'hand-over', 'bundle', 'search', 'ocr', 'redaction']
const others: readonly Arrow[] = foldersIn('main/services')
  .filter((name) => !named.includes(name))
  .map((name) => [`main/services/${name}/`, ['casework/', 'node:*', 'zod']])

export const arrows: readonly Arrow[] = [
  // The error list imports nothing, and everything that can fail may use it.
  ['casework/contract/errors.ts', []],
  // The small shapes of answers stand below the contract, for the rules give their verdicts in them.
  ['casework/contract/shapes.ts', ['zod', 'casework/contract/errors.ts']],
  ['casework/contract/', ['zod', 'casework/*', 'casework/entities/']],
  [
    'casework/rules/',
    ['zod', 'casework/*', 'casework/entities/', 'casework/contract/errors.ts', 'casework/contract/shapes.ts'],
  ],
  ['casework/entities/', ['zod', 'casework/*', 'casework/contract/errors.ts']],
  ['casework/*', ['zod', 'casework/contract/errors.ts']],

  ['main/setup/', ['node:*']],
  // Built to one file each and read by strangers: nothing of ours, only what the formats themselves are made of.
  ['main/standalone/', ['node:*', 'hash-wasm', 'age-encryption']],
  ['main/services/vault/', ['casework/', 'node:*', 'age-encryption', 'hash-wasm', 'canonicalize']],
  ['main/services/audit/', ['casework/', 'node:*', 'canonicalize', 'zod']],
  // The store is written on the vault, and every write of it is an audit entry: apart they would be half a format.
  [
    'main/services/case-store/',
    ['casework/', 'node:*', 'lowdb', 'canonicalize', 'main/services/vault/', 'main/services/audit/'],
  ],
  ['main/services/hand-over/', ['casework/', 'node:*', 'zod', 'canonicalize']],
  ['main/services/bundle/', ['casework/', 'node:*', 'pdf-lib', '@pdf-lib/fontkit', 'zod', 'canonicalize']],
  ['main/services/search/', ['casework/', 'node:*', 'fuse.js']],
  ['main/services/ocr/', ['casework/', 'node:*', 'tesseract.js', 'pdfjs-dist']],
  // It draws pages with the viewer that shows them, on a canvas made for each kind of machine.
  ['main/services/redaction/', ['casework/', 'node:*', 'zod', 'pdfjs-dist', '@napi-rs/canvas']],
  ...others,
  // The key derivation is a job of its own, in a process whose memory goes back to the system when it ends.
  ['main/jobs/', ['main/services/', 'casework/', 'node:*', 'hash-wasm']],
  // What handlers stand on: the open cases, and how services are put together for one request.
  ['main/desk/', ['main/dispatch.ts', 'main/link.ts', 'main/services/', 'main/jobs/', 'casework/', 'node:*']],
  [
    'main/handlers/',
    ['main/dispatch.ts', 'main/desk/', 'main/services/', 'main/jobs/', 'casework/', 'node:*'],
  ],
  ['main/dispatch.ts', ['casework/', 'node:*']],
  ['main/hosts/electron.ts', [...workbench, 'main/hosts/', 'electron']],
  ['main/hosts/chromium*', [...workbench, 'main/hosts/', 'playwright-core']],
  ['main/hosts/', workbench],
  ['main/*', workbench],

  ['preload/electron.ts', ['preload/', 'casework/contract/', 'electron']],
  ['preload/', ['casework/contract/']],

  // The parts know neither the other side nor what kinds of thing there are.
  ['renderer/parts/', ['casework/', 'renderer/style/', 'resources/', ...packages.page]],
  // Its schemas are told not to compile themselves, which the content policy forbids.
  ['renderer/', ['casework/', 'resources/', 'zod', ...packages.page]],

  // Tests may reach for anything; nothing may reach for them.
  ['tests/', ['*']],
]

/** Whether a path or package name stands in a place. */
export function standsIn(name: string, place: string): boolean {
  if (place.endsWith('/*')) {
    const folder = place.slice(0, -1)
    return name.startsWith(folder) && !name.slice(folder.length).includes('/')
  }
  if (place.endsWith('*')) return name.startsWith(place.slice(0, -1))
  if (place.endsWith('/')) return name.startsWith(place)
  return name === place || name.startsWith(`${place}/`)
}

/** The row for a file, if it has one. */
export const arrowFor = (path: string): Arrow | undefined => arrows.find(([place]) => standsIn(path, place))

/** What is wrong with a file's imports, a sentence each. */
export function against(file: Source): string[] {
  const arrow = arrowFor(file.path)
  if (arrow === undefined) return [`${file.path} stands in no place the table knows.`]
  const [place, mayImport] = arrow
  return importsOf(file)
    .filter((name) => ![place, ...mayImport].some((allowed) => standsIn(name, allowed)))
    .map((name) => `${file.path} imports ${name}, which ${place} may not.`)
}
