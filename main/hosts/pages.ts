import { readdirSync, readFileSync } from 'node:fs'
import { join, relative, sep } from 'node:path'
import type { Link } from '../link.ts'

/** An answer to the window's own address, as any host can give it. */
export interface Page {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: Uint8Array
}
export interface PageRequest {
  /** As the window asked for it, scheme and host included. */
  readonly url: string
  readonly method: string
  /** The Range header, if there is one. */
  readonly range: string | null
}

const mediaTypes: Readonly<Record<string, string>> = {
  html: 'text/html; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  mjs: 'text/javascript; charset=utf-8',
  css: 'text/css; charset=utf-8',
  json: 'application/json',
  svg: 'image/svg+xml',
  png: 'image/png',
  jpg: 'image/jpeg',
  woff2: 'font/woff2',
  ttf: 'font/ttf',
  pfb: 'application/octet-stream',
  bcmap: 'application/octet-stream',
  icc: 'application/octet-stream',
  wasm: 'application/wasm',
}
/** What may be shown as what it says it is. Anything else from a case, a web page above all, is bytes and no more. */
const showable =
  /^(application\/pdf|image\/(png|jpeg|gif|webp|avif|bmp|tiff)|(audio|video)\/[a-z0-9.+-]+|text\/plain)(;.*)?$/
const evidence =
  /^\/((?:evidence|edited|statement|preview)\/[0-9a-f]{16,32}\/[0-9a-z]{4,64}|reading\/[0-9a-f]{64})$/

/** The one content policy of every window; the nonce lets the widgets' own style elements in, and no others. */
export const contentPolicy = (nonce: string): string =>
  [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' blob:",
    "media-src 'self'",
    "font-src 'self'",
    "connect-src 'self'",
    "worker-src 'self'",
    "frame-src 'none'",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ')

/**
 * Answers a window's requests on its own origin: the built page from a folder, by the exact names found there when it
 * was opened, and evidence and bundles being read through the link. Everything else is 404; no path is ever put together from a request.
 */
export function pagesOf(origin: string, rendererDir: string, link: Link, random: (n: number) => Uint8Array) {
  const files = new Map(
    readdirSync(rendererDir, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .map((path) => [`/${relative(rendererDir, path).split(sep).join('/')}`, path]),
  )

  const own = (path: string, method: string): Page => {
    const file = files.get(path === '/' ? '/index.html' : path)
    if (file === undefined) return notFound()
    const bytes = readFileSync(file)
    const nonce = Buffer.from(random(18)).toString('base64')
    const isPage = file.endsWith('.html')
    const body = isPage ? Buffer.from(withNonce(bytes.toString('utf8'), nonce)) : bytes
    return {
      status: 200,
      headers: {
        ...always,
        'content-type': mediaTypes[file.slice(file.lastIndexOf('.') + 1)] ?? 'application/octet-stream',
        'content-length': String(body.length),
        ...(isPage ? { 'content-security-policy': contentPolicy(nonce) } : {}),
      },
      body: method === 'HEAD' ? nothing : body,
    }
  }

  const served = async (address: string, range: string | null, method: string): Promise<Page> => {
    const given = await link.serve(address, range)
    if (given.status === 404) return notFound()
    const { from, size, bytes } = given
    const where =
      given.status === 416 ? `bytes */${size}` : `bytes ${from}-${from + bytes.length - 1}/${size}`
    const ranged: Record<string, string> = given.status === 200 ? {} : { 'content-range': where }
    const body = given.status === 416 || method === 'HEAD' ? nothing : bytes
    return {
      status: given.status,
      headers: {
        ...always,
        'content-type': showable.test(given.mediaType) ? given.mediaType : 'application/octet-stream',
        'content-length': String(given.status === 416 ? 0 : bytes.length),
        'accept-ranges': 'bytes',
        'content-security-policy': "default-src 'none'; sandbox",
        ...ranged,
      },
      body,
    }
  }

  return async ({ url, method, range }: PageRequest): Promise<Page> => {
    const path = pathOn(origin, url)
    if (path === null || (method !== 'GET' && method !== 'HEAD')) return notFound()
    const address = evidence.exec(path)?.[1]
    try {
      if (address === undefined) return own(path, method)
      return await served(address, range, method)
    } catch {
      // Locked, gone, or a page rebuilt beneath the window. To a picture they are the same thing, and the window is
      // told by other means.
      return notFound()
    }
  }
}

const nothing = new Uint8Array()
const always = {
  'cache-control': 'no-store',
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-resource-policy': 'same-origin',
  'cross-origin-opener-policy': 'same-origin',
} as const
const notFound = (): Page => ({
  status: 404,
  headers: { ...always, 'content-type': 'text/plain; charset=utf-8' },
  body: nothing,
})

/** The path of an address of ours, as it was written; null for anyone else's, and for one with anything unusual in it. */
function pathOn(origin: string, url: string): string | null {
  if (!url.startsWith(`${origin}/`)) return null
  const path = url.slice(origin.length).split(/[?#]/, 1)[0]!
  return /^\/[\w./@~+-]*$/.test(path) && !path.includes('..') && !path.includes('//') ? path : null
}

function withNonce(html: string, nonce: string): string {
  const tag = `<meta property="csp-nonce" content="${nonce}" nonce="${nonce}">`
  const bare = html.replace(/<meta\s+property="csp-nonce"[^>]*>/g, '')
  return bare.replace(/<head([^>]*)>/, `<head$1>${tag}`)
}
