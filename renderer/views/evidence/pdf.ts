import { GlobalWorkerOptions, getDocument, PDFDataRangeTransport, type PDFDocumentProxy } from 'pdfjs-dist'
import workerUrl from 'pdfjs-dist/build/pdf.worker.min.mjs?url'

export { TextLayer } from 'pdfjs-dist'

// Fonts, character maps and decoders travel with the program, each under its own address; nothing is fetched from
// anywhere else. Never inlined: the content policy lets no data: address through.
const shipped: Readonly<Record<string, string>> = {
  ...import.meta.glob<string>('../../../node_modules/pdfjs-dist/cmaps/*.bcmap', {
    query: '?url&no-inline',
    import: 'default',
    eager: true,
  }),
  ...import.meta.glob<string>('../../../node_modules/pdfjs-dist/standard_fonts/*.{pfb,ttf}', {
    query: '?url&no-inline',
    import: 'default',
    eager: true,
  }),
  ...import.meta.glob<string>('../../../node_modules/pdfjs-dist/wasm/{openjpeg,jbig2,qcms}*', {
    query: '?url&no-inline',
    import: 'default',
    eager: true,
  }),
}
const addresses = new Map(
  Object.entries(shipped).map(([path, url]) => [path.slice(path.lastIndexOf('/') + 1), url]),
)

/** Hands the worker what it asks for by name, from our own address. */
class ShippedData {
  async fetch({ filename }: { readonly filename: string }): Promise<Uint8Array> {
    const address = addresses.get(filename)
    if (address === undefined) throw new Error('No such font, map or decoder travels with the program.')
    return new Uint8Array(await (await fetch(address)).arrayBuffer())
  }
}

/** How much is read at once, in bytes. */
const part = 262_144

/** One part of a file of the case. Throws when it is not to be had. */
async function read(address: string, begin: number, end: number, signal?: AbortSignal): Promise<Uint8Array> {
  const answer = await fetch(address, {
    headers: { Range: `bytes=${begin}-${end - 1}` },
    ...(signal === undefined ? {} : { signal }),
  })
  if (!answer.ok) throw new Error('The file could not be read from the case.')
  const chunk = new Uint8Array(await answer.arrayBuffer())
  return answer.status === 200 ? chunk.subarray(begin, end) : chunk
}

/** Asks for the parts of a file as they are needed, so that a large one is never decrypted whole. */
class Parts extends PDFDataRangeTransport {
  readonly address: string
  readonly stop = new AbortController()
  readonly fail: (cause: unknown) => void

  constructor(address: string, bytes: number, first: Uint8Array, fail: (cause: unknown) => void) {
    super(bytes, first)
    this.address = address
    this.fail = fail
  }
  override requestDataRange(begin: number, end: number): void {
    read(this.address, begin, end, this.stop.signal)
      .then((chunk) => this.onDataRange(begin, chunk))
      .catch(this.fail)
  }
  override abort(): void {
    this.stop.abort()
  }
}

export interface OpenPdf {
  readonly pdf: PDFDocumentProxy
  readonly close: () => void
}

/** Opens a PDF of the case in its own worker. Scripts, forms and links in it do nothing. Throws if it can't be read. */
export async function openPdf(
  address: string,
  bytes: number,
  password: string | null = null,
): Promise<OpenPdf> {
  GlobalWorkerOptions.workerSrc = workerUrl
  const failed = Promise.withResolvers<never>()
  // The first part is read before anything is started: a file that can't be had needs no worker to say so.
  const first = await read(address, 0, Math.min(bytes, part))
  const range = new Parts(address, bytes, first, failed.reject)
  const task = getDocument({
    range,
    ...(password === null ? {} : { password }),
    BinaryDataFactory: ShippedData,
    useWorkerFetch: false,
    disableAutoFetch: true,
    disableStream: true,
    disableWorkerRendering: true,
    enableXfa: false,
    rangeChunkSize: part,
  })
  const close = () => {
    range.abort()
    // What was still under way ends with the worker, and nobody waits for it any longer.
    task.destroy().catch(() => undefined)
  }
  try {
    return { pdf: await Promise.race([task.promise, failed.promise]), close }
  } catch (cause) {
    close()
    throw cause
  }
}
