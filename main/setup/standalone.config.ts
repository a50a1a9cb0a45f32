import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'

const top = resolve(import.meta.dirname, '../..')
const at = (path: string) => resolve(top, 'main/standalone', path)

// What is handed out by itself: one file each, everything it needs within, and readable. One is built at a time, named
// by the mode, so that no two share a piece.
const plain = {
  root: top,
  build: { outDir: 'out/standalone', emptyOutDir: false, minify: false },
}
// No paths of the machine it was built on: the file is the same wherever it is built.
const nowhere = { experimental: { attachDebugInfo: 'none' } }

const script = (name: string) => ({
  ...plain,
  ssr: { noExternal: true },
  build: {
    ...plain.build,
    ssr: true,
    target: 'node18',
    rollupOptions: {
      ...nowhere,
      input: { [name]: at(`${name}.mjs`) },
      output: { format: 'es', entryFileNames: '[name].mjs', codeSplitting: false },
    },
  },
})

interface Emitting {
  emitFile(file: { type: 'asset'; fileName: string; source: string }): void
}
const hashOf = (text: string) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`

/** Script and style put into the page, and a policy that allows those two and nothing else. */
const intoPage = {
  name: 'into-page',
  generateBundle(this: Emitting, _: unknown, made: Record<string, { readonly code?: string }>) {
    const [[name, { code = '' }] = ['', {}]] = Object.entries(made)
    delete made[name]
    const style = `\n${readFileSync(at('verifying/page.css'), 'utf8')}`
    const text = `\n${code}`
    if (/<\/script|<!--/i.test(text)) throw new Error('The script of the page would end it.')
    const policy = `default-src 'none'; script-src ${hashOf(text)}; style-src ${hashOf(style)}; base-uri 'none'; form-action 'none'`
    // Put in by functions, for which a `$` in the script means nothing.
    const source = readFileSync(at('verifying/page.html'), 'utf8')
      .replace('POLICY', () => policy)
      .replace(/(?<=<style>)[^<]*(?=<\/style>)/, () => style)
      .replace(/(?<=<script type="module">)[^<]*(?=<\/script>)/, () => text)
    this.emitFile({ type: 'asset', fileName: 'verify-bundle.html', source })
  },
}

const page = {
  ...plain,
  plugins: [intoPage],
  build: {
    ...plain.build,
    target: 'es2022',
    modulePreload: false,
    rollupOptions: {
      ...nowhere,
      input: at('verifying/page.mjs'),
      output: { format: 'es', entryFileNames: '[name].js', codeSplitting: false },
    },
  },
}

export default ({ mode }: { readonly mode: string }) => (mode === 'page' ? page : script(mode))
