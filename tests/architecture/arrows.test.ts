import { expect, test } from 'vitest'
import { against, arrowFor, arrows } from './arrows.ts'
import { sources } from './sources.ts'

const code = sources('.ts', '.tsx', '.mjs')

test('imports run downhill', () => {
  expect(code.flatMap(against)).toEqual([])
})

/** A path that stands in a place. */
const within = (place: string) => {
  if (place.endsWith('/')) return `${place}deep/planted.ts`
  return place.endsWith('*') ? `${place.slice(0, -1)}planted.ts` : place
}
const up = (path: string) => '../'.repeat(path.split('/').length - 1)

test.each(arrows.map(([place]) => place).filter((place) => place !== 'tests/'))(
  'the row of %s can fail',
  (place) => {
    const path = within(place)
    expect(arrowFor(path)?.[0]).toBe(place)
    for (const name of ['no-library-of-ours', `${up(path)}tests/support/planted.ts`]) {
      for (const planted of [
        `import { x } from '${name}'`,
        `import '${name}'`,
        `import type { X } from "${name}"`,
        `export * from '${name}'`,
        `const x = await import('${name}')`,
      ]) {
        expect(against({ path, text: planted }), planted).toHaveLength(1)
      }
    }
  },
)

test.each([
  ['casework/rules/custody.ts', 'node:fs'],
  ['casework/schema.ts', './entities/index.ts'],
  ['casework/entities/exhibit.ts', '../rules/custody.ts'],
  ['casework/contract/errors.ts', 'zod'],
  ['main/services/search/index.ts', '../vault/seal.ts'],
  ['main/services/vault/seal.ts', '../case-store/store.ts'],
  ['main/services/audit/chain.ts', 'electron'],
  ['main/services/case-store/store.ts', 'pdf-lib'],
  ['main/services/case-store/store.ts', '../../jobs/run.ts'],
  ['main/handlers/records.ts', '../hosts/terminal.ts'],
  ['main/workbench.ts', './hosts/electron.ts'],
  ['main/workbench.ts', './setup/window.mjs'],
  ['main/hosts/terminal.ts', 'playwright-core'],
  ['main/hosts/chromium.ts', 'electron'],
  ['main/hosts/electron.ts', 'playwright-core'],
  ['main/jobs/ingest.ts', '../workbench.ts'],
  ['main/setup/run.mjs', '../workbench.ts'],
  ['main/setup/run.mjs', 'zod'],
  ['main/standalone/verify.ts', '../services/audit/chain.ts'],
  ['preload/electron.ts', '../casework/rules/custody.ts'],
  ['preload/chromium.ts', 'electron'],
  ['renderer/api.ts', '../main/dispatch.ts'],
  ['renderer/views/home.tsx', 'node:fs'],
  ['renderer/parts/table.tsx', '../api.ts'],
])('%s may not import %s', (path, name) => {
  expect(against({ path, text: `import { x } from '${name}'` })).toHaveLength(1)
})

test.each([
  ['casework/contract/contract.ts', '../entities/index.ts'],
  ['main/services/case-store/store.ts', '../vault/seal.ts'],
  ['main/hosts/chromium-entry.ts', './chromium.ts'],
  ['main/hosts/electron.ts', 'electron'],
  ['renderer/main.tsx', 'react-dom/client'],
  ['renderer/main.tsx', '@fontsource-variable/inter/wght.css'],
  ['tests/main/x.test.ts', '../../main/workbench.ts'],
])('%s may import %s', (path, name) => {
  expect(against({ path, text: `import { x } from '${name}'` })).toEqual([])
})

test('a file in no known place is refused', () => {
  expect(against({ path: 'shared/things.ts', text: '' })).toHaveLength(1)
})

test('prose and methods are not imports', () => {
  expect(against({ path: 'casework/schema.ts', text: "Buffer.from('abc')\nschema.import ('x')" })).toEqual([])
  expect(
    against({ path: 'casework/schema.ts', text: "// import 'electron'\n/** from 'electron' */" }),
  ).toEqual([])
})
