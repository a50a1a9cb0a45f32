import { resolve } from 'node:path'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'electron-vite'

const here = import.meta.dirname
const at = (path: string) => resolve(here, path)

// electron-vite expects src/…; our rooms stand at the top, so every entry is named.
export default defineConfig({
  main: {
    build: {
      outDir: 'out/main',
      // Made of many small files, which every start and every job would read one by one: they go into ours.
      externalizeDeps: { exclude: ['zod', 'age-encryption', 'lowdb', 'steno', 'fuse.js'] },
      rollupOptions: {
        input: {
          electron: at('main/hosts/electron.ts'),
          chromium: at('main/hosts/chromium-entry.ts'),
          terminal: at('main/hosts/terminal-entry.ts'),
          'workbench-process': at('main/hosts/workbench-process.ts'),
          'job-process': at('main/jobs/process.ts'),
        },
        output: { format: 'es' },
      },
    },
  },
  preload: {
    build: {
      outDir: 'out/preload',
      rollupOptions: {
        input: { electron: at('preload/electron.ts'), chromium: at('preload/chromium.ts') },
        // A sandboxed preload must be one CommonJS file.
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: {
    root: at('renderer'),
    base: './',
    plugins: [react()],
    build: {
      outDir: at('out/renderer'),
      emptyOutDir: true,
      minify: true,
      rollupOptions: { input: { index: at('renderer/index.html') } },
    },
  },
})
