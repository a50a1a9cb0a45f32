import { execFileSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { examine } from '../../../../main/services/bundle/index.ts'
import { pagesPdf } from './sample-pdfs.ts'
import { build, content, document, folder, pageTexts, plan } from './workshop.ts'

const at = folder()
const plain = pagesPdf([{ words: 'Behind the lock' }])

/** A file as an outside tool locks it: the user's password and the owner's. */
function locked(user: string, owner: string, method: readonly string[]): Buffer {
  const [from, to] = [join(at, 'plain.pdf'), join(at, 'locked.pdf')]
  writeFileSync(from, plain)
  execFileSync('qpdf', ['--allow-weak-crypto', '--encrypt', user, owner, ...method, '--', from, to])
  return readFileSync(to)
}

const methods: readonly (readonly [name: string, options: readonly string[]])[] = [
  ['RC4 of 40 bits', ['40']],
  ['RC4 of 128 bits', ['128', '--use-aes=n']],
  ['AES of 128 bits', ['128', '--use-aes=y']],
  ['AES of 256 bits, revision 5', ['256', '--force-R5']],
  ['AES of 256 bits, revision 6', ['256']],
]

async function bundled(bytes: Buffer, name: string, password?: string) {
  const to = join(at, `${name}.pdf`)
  const what = { ...content('pdf', bytes), ...(password === undefined ? {} : { password }) }
  const result = await build(plan([document('one', 'The document', what)]), to)
  const [{ from }] = result.documents as unknown as [{ from: number }]
  return { ...result, text: pageTexts(to)[from - 1]!, kinds: result.report.map((line) => line.kind) }
}

describe('a locked file opens with either of its passwords, and with nothing else', () => {
  for (const [name, options] of methods)
    test(name, async () => {
      const bytes = locked('grün', 'owner', options)
      for (const password of ['grün', 'owner']) {
        const { text, kinds, report } = await bundled(
          bytes,
          `${name} ${password}`.replaceAll(' ', '-'),
          password,
        )
        expect(text).toContain('Behind the lock')
        expect(kinds).not.toContain('placeholder')
        expect(report.find((line) => line.kind === 'decrypted')?.sentence).toContain('the password given')
      }
      for (const password of [undefined, 'wrong']) {
        const { text, report } = await bundled(
          bytes,
          `${name} not ${password}`.replaceAll(' ', '-'),
          password,
        )
        expect(text).not.toContain('Behind the lock')
        expect(report.find((line) => line.kind === 'placeholder')?.sentence).toContain('asks for a password')
      }
    }, 60_000)
})

test('what the owner forbids is told, unless the owner opens it', async () => {
  const bytes = locked('user', 'owner', ['256', '--print=none', '--extract=n'])
  const sentences = async (password: string) =>
    (await bundled(bytes, `forbids-${password}`, password)).report.map((line) => line.sentence).join(' ')
  expect(await sentences('user')).toContain('forbid printing and copying')
  expect(await sentences('owner')).not.toContain('forbid')
})

test('a program learns from an examination that a password is needed, and that one was right', () => {
  const bytes = locked('user', 'owner', ['256', '--print=none'])
  const source = { size: bytes.length, read: (o: number, l: number) => bytes.subarray(o, o + l) }
  const kinds = (password?: string) => examine(source, '', password).states?.map((state) => state.kind)
  expect(kinds()).toEqual(['password'])
  expect(kinds('wrong')).toEqual(['password'])
  expect(kinds('user')).toEqual(['encrypted', 'restricted'])
  expect(kinds('owner')).toEqual(['encrypted'])
  expect(examine(source, '', 'user').pages).toBe(1)
  expect(examine(source).shows).toBe(false)
})

test('an examination tells a damaged file by its kind: what may be missing first, then how it was repaired', () => {
  const cut = plain.subarray(0, plain.indexOf('xref'))
  const source = { size: cut.length, read: (o: number, l: number) => cut.subarray(o, o + l) }
  expect(examine(source).states).toEqual([
    { kind: 'missing', sentence: expect.stringContaining('pages may be missing') },
    { kind: 'repaired', sentence: expect.stringContaining('table of contents') },
  ])
})
