import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'vite'

/** The text of a preload as the build makes it: one CommonJS file. */
export async function builtPreload(name: 'chromium' | 'electron'): Promise<string> {
  const made = await build({
    configFile: false,
    logLevel: 'silent',
    build: {
      write: false,
      minify: false,
      rollupOptions: {
        input: fileURLToPath(new URL(`../../preload/${name}.ts`, import.meta.url)),
        external: ['electron'],
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  })
  const outputs = [made].flat().flatMap((each) => ('output' in each ? each.output : []))
  const chunk = outputs.find((each) => each.type === 'chunk')
  if (chunk === undefined || chunk.type !== 'chunk') throw new Error('The preload was not built.')
  return chunk.code
}

/** A folder holding the Chromium window's preload, freshly built, for tests that must not depend on an older build. */
export async function preloadFolder(): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'turnstone-preload-'))
  writeFileSync(join(folder, 'chromium.cjs'), await builtPreload('chromium'))
  return folder
}
