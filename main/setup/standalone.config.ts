import { resolve } from 'node:path'

const top = resolve(import.meta.dirname, '../..')

// What is handed out by itself: one file each, everything it needs within, and readable.
export default {
  root: top,
  ssr: { noExternal: true },
  build: {
    ssr: true,
    target: 'node18',
    outDir: 'out/standalone',
    minify: false,
    rollupOptions: {
      // No paths of the machine it was built on: the file is the same wherever it is built.
      experimental: { attachDebugInfo: 'none' },
      input: { recover: resolve(top, 'main/standalone/recover.mjs') },
      output: { format: 'es', entryFileNames: '[name].mjs', codeSplitting: false },
    },
  },
}
