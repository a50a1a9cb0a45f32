import { describe, expect, test } from 'vitest'
import { addressOf, filesIn, importsOf, source } from './sources.ts'

const load = async (path: string): Promise<Readonly<Record<string, unknown>>> => import(addressOf(path))

/** The files of a folder that its register does not import. */
const unregistered = (files: readonly string[], imported: readonly string[], folder: string) =>
  files.map((name) => `${folder}/${name}`).filter((path) => !imported.includes(path))

describe('kinds of thing', () => {
  const folder = 'casework/entities'
  const files = filesIn(folder).filter((name) => name !== 'index.ts')

  test('every file is in the register', async () => {
    expect(files.length).toBeGreaterThan(0)
    expect(unregistered(files, importsOf(source(`${folder}/index.ts`)), folder)).toEqual([])
    const { register } = await load(`${folder}/index.ts`)
    expect(Object.keys(register as object)).toHaveLength(files.length)
  })

  test('every kind has a sample that reads', async () => {
    const { register } = await load(`${folder}/index.ts`)
    const samples = filesIn('tests/fixtures/records')
    const kinds = Object.keys(register as object)
    expect(kinds.filter((type) => !samples.includes(`${type}.json`))).toEqual([])
    for (const type of kinds) {
      const sample: unknown = JSON.parse(source(`tests/fixtures/records/${type}.json`).text)
      expect(sample, `tests/fixtures/records/${type}.json`).toBeTypeOf('object')
    }
  })
})

describe('long jobs', () => {
  const folder = 'main/jobs'
  // The register itself, what runs jobs, and the process they run in.
  const machinery = ['index.ts', 'run.ts', 'process.ts', 'powers.ts', 'job.ts', 'thrift.ts']

  test('every file is in the register', () => {
    const files = filesIn(folder).filter((name) => name.endsWith('.ts') && !machinery.includes(name))
    expect(filesIn(folder)).toContain('index.ts')
    expect(unregistered(files, importsOf(source(`${folder}/index.ts`)), folder)).toEqual([])
  })
})

describe('what may cross', () => {
  test('every method of the contract has a conformance case', async () => {
    const { contract } = await load('casework/contract/contract.ts')
    const { cases } = await load('tests/conformance/methods.ts')
    expect(Object.keys(cases as object).sort()).toEqual(Object.keys(contract as object).sort())
  })
})

test('the rule of registers can fail', () => {
  expect(
    unregistered(['vehicle.ts', 'exhibit.ts'], ['casework/entities/exhibit.ts'], 'casework/entities'),
  ).toEqual(['casework/entities/vehicle.ts'])
})
