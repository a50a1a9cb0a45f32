import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { CaseworkError } from '../../../../casework/contract/errors.ts'
import { register, type StoredOf } from '../../../../casework/entities/index.ts'
import { type IntakeCase, takeIn } from '../../../../main/services/intake/intake.ts'
import { fileError } from '../../../../main/services/intake/walk.ts'

function intoMemory(options: { failAt?: number } = {}) {
  const kept: StoredOf<'exhibit'>[] = []
  const discarded: string[] = []
  const into: IntakeCase = {
    async seal(source) {
      const hash = createHash('sha256')
      let size = 0
      for await (const piece of source) {
        hash.update(piece)
        size += piece.length
      }
      if (options.failAt === kept.length) throw new CaseworkError('disk-full', 'The disk is full.')
      const uid = String(kept.length + discarded.length).padStart(32, '0')
      return { uid, size, sha256: hash.digest('hex'), discard: async () => void discarded.push(uid) }
    },
    caseAt: () => null,
    exhibits: () => kept,
    async keep(fields, custody) {
      const id = `exhibit${kept.length}`
      register.custody.read(custody(id))
      const stamp = { at: 0, by: '' }
      const made = {
        id,
        type: 'exhibit',
        no: kept.length + 1,
        version: 1,
        made: stamp,
        changed: stamp,
        archived: null,
        fields: register.exhibit.read(fields),
      }
      kept.push(made)
      return made
    },
    examine: async (_path, name) => ({
      kind: name.endsWith('.txt') ? 'text' : 'other',
      mediaType: 'text/plain',
      remark: '',
      pages: 1,
      note: name.endsWith('.txt') ? '' : 'Not shown yet.',
    }),
  }
  const take = (chosen: string[], producer = '', signal = new AbortController().signal) =>
    takeIn(chosen, into, { producer, by: 'JLB', signal, onProgress: () => undefined })
  return { into, kept, discarded, take }
}
const folder = () => mkdtempSync(join(tmpdir(), 'turnstone-intake-'))
const put = (path: string, text = path) => {
  writeFileSync(path, text)
  return path
}

describe('taking in', () => {
  test('a folder is walked in name order, and every file has a verdict', async () => {
    const here = folder()
    mkdirSync(join(here, 'phones'))
    for (const name of ['10 rota.txt', '9 letter_to occupier.txt', 'clip.mp4', 'phones/log.txt'])
      put(join(here, name))
    put(join(here, 'copy.txt'), join(here, '10 rota.txt'))
    put(join(here, 'empty.txt'), '')
    const { take, kept, discarded } = intoMemory()
    const items = await take([here], 'JLB')
    const base = here.split('/').at(-1)
    expect(items.map(({ file, verdict, code }) => [file.replace(`${base}/`, ''), verdict, code])).toEqual([
      ['9 letter_to occupier.txt', 'taken', null],
      ['10 rota.txt', 'taken', null],
      ['clip.mp4', 'noted', null],
      ['copy.txt', 'duplicate', null],
      ['empty.txt', 'refused', 'empty'],
      ['phones/log.txt', 'taken', null],
    ])
    expect(kept.map(({ fields }) => `${fields.title} ${fields.producer}/${fields.number}`)).toEqual([
      '9 letter to occupier JLB/1',
      '10 rota JLB/2',
      'clip JLB/3',
      'log JLB/4',
    ])
    expect(discarded).toHaveLength(1)
  })

  test('links, pipes and what is gone are refused with what to do', async () => {
    const here = folder()
    put(join(here, 'real.txt'))
    symlinkSync(join(here, 'real.txt'), join(here, 'link.txt'))
    execFileSync('mkfifo', [join(here, 'pipe')])
    const { take, kept } = intoMemory()
    const items = await take([
      join(here, 'link.txt'),
      join(here, 'pipe'),
      join(here, 'gone.txt'),
      '/dev/null',
    ])
    expect(items.map(({ code }) => code)).toEqual(['not-a-file', 'not-a-file', 'vanished', 'not-a-file'])
    expect(items.every(({ why }) => why.length > 20)).toBe(true)
    expect(kept).toEqual([])
  })

  test.each([
    ['EACCES', 'unreadable'],
    ['ENOENT', 'vanished'],
    ['ELOOP', 'not-a-file'],
    ['EIO', 'unreadable'],
  ])('what the disk calls %s has its own sentence', (said, code) => {
    const error = fileError(Object.assign(new Error(said), { code: said }), 'rota.txt')
    expect(error.code).toBe(code)
    expect(error.message).toContain('rota.txt')
  })

  test('odd names keep what can be read of them', async () => {
    const here = folder()
    put(join(here, 'exe\u202Efdp.txt'), 'a')
    put(join(here, `${'n'.repeat(240)}.txt`), 'b')
    put(join(here, '.txt'), 'c')
    const { take, kept } = intoMemory()
    await take([here])
    expect(kept.map(({ fields }) => fields.title.slice(0, 10)).sort()).toEqual([
      'Untitled f',
      'exefdp',
      'nnnnnnnnnn',
    ])
  })

  test('a name that is no text is told as that, and the files beside it are taken', async ({ skip }) => {
    const here = folder()
    put(join(here, 'plain.txt'))
    const odd = Buffer.concat([Buffer.from(`${here}/`), Buffer.from('Forkl\u00e6ring.txt', 'latin1')])
    try {
      writeFileSync(odd, 'written on another system')
    } catch {
      // Some systems have no such names.
      skip()
    }
    const { take } = intoMemory()
    const items = await take([here, join(here, 'Forkl\uFFFDring.txt')])
    const bad = items.filter(({ verdict }) => verdict === 'refused')
    expect(bad.map(({ code }) => code)).toEqual(['unreadable', 'unreadable'])
    for (const { why } of bad) {
      expect(why).toContain('not Unicode')
      expect(why).toContain('Give it a name in plain letters')
    }
    expect(items.filter(({ verdict }) => verdict === 'taken')).toHaveLength(1)
  })

  test('a full disk ends the import and says so', async () => {
    const here = folder()
    for (const name of ['1.txt', '2.txt', '3.txt']) put(join(here, name))
    const { take, kept } = intoMemory({ failAt: 1 })
    const items = await take([here])
    expect(items.map(({ verdict, code }) => [verdict, code])).toEqual([
      ['taken', null],
      ['refused', 'disk-full'],
      ['refused', 'disk-full'],
    ])
    expect(items[1]?.why).toContain('2.txt')
    expect(kept).toHaveLength(1)
  })

  test('stopping keeps what was taken and names what was not', async () => {
    const here = folder()
    for (const name of ['1.txt', '2.txt', '3.txt']) put(join(here, name))
    const stop = new AbortController()
    const memory = intoMemory()
    const keep = memory.into.keep
    Object.assign(memory.into, {
      keep: async (...args: Parameters<typeof keep>) => {
        stop.abort()
        return keep(...args)
      },
    })
    const items = await memory.take([here], '', stop.signal)
    expect(items.map(({ verdict, code }) => [verdict, code])).toEqual([
      ['taken', null],
      ['refused', 'cancelled'],
      ['refused', 'cancelled'],
    ])
    rmSync(here, { recursive: true })
  })
})
