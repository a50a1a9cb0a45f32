import { execFileSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { readdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { generateHybridIdentity, identityToRecipient } from 'age-encryption'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { readBack } from '../../../main/services/hand-over/unpack.ts'
import { newIdentity } from '../../../main/services/vault/age-keys.ts'
import { openHandOver, sealHandOver } from '../../../main/services/vault/hand-over-file.ts'
import { unwrapWith } from '../../../main/services/vault/hand-over-keys.ts'
import { outcome, pieces } from '../services/case-store/room.ts'
import { contentsOf, filled, handOverStage, type Stage } from './hand-over-stage.ts'

const held: { stage?: Stage } = {}
const stage = () => held.stage!
beforeEach(async () => {
  held.stage = await handOverStage()
})
afterEach(() => stage().clear())

describe('a whole case handed over', () => {
  test('is the same in its new home, record by record, version by version and byte by byte', async () => {
    const { a, film, exhibitId, statement } = await filled(stage(), 'Lantern')
    const sealed = await stage().seal(a, 'Lantern')
    expect(sealed).toMatchObject({ records: 7, files: 3, left: 0 })
    const b = await stage().made('Home')
    const merged = await stage().merge(b, 'Lantern.handover')
    expect(merged.counts).toEqual({ new: 6, same: 0, newer: 1, older: 0, conflict: 0 })
    expect(merged.files).toEqual({ new: 3, same: 0 })
    expect(merged.from).toMatchObject({ caseName: 'Lantern', by: 'DC Asha Verity', signed: 'unknown' })
    expect(await contentsOf(b)).toEqual(await contentsOf(a))

    const { file } = b.records.peek('exhibit', exhibitId).fields
    expect(await b.store.readBlob(file!.blob)).toEqual(film)
    expect((await b.records.get('statement', statement.id)).fields.paragraphs[0]).toBe('I came in March.')
    const { versions, whole } = await b.store.versions('statement', statement.id)
    expect(versions).toHaveLength(2)
    expect(whole).toBe(true)
    expect((await b.store.verify({ full: true })).findings).toEqual([])

    expect((await stage().merge(b, 'Lantern.handover')).counts).toMatchObject({
      new: 0,
      newer: 0,
      conflict: 0,
    })
    // Numbers go on behind those that came in.
    expect((await b.records.add('person', { name: 'Ana' })).no).toBe(2)
  })

  test('looking changes nothing and says the same', async () => {
    const { a } = await filled(stage(), 'Lantern')
    await stage().seal(a, 'Lantern')
    const b = await stage().made('Home')
    const before = { head: b.store.auditHead(), contents: await contentsOf(b) }
    const looked = await stage().merge(b, 'Lantern.handover', { look: true })
    expect({ head: b.store.auditHead(), contents: await contentsOf(b) }).toEqual(before)
    expect(readdirSync(`${b.folder}/tmp`)).toEqual([])
    expect(await stage().merge(b, 'Lantern.handover')).toEqual(looked)
  })

  test('is entered as a disclosure before it has its name, with its hash, to whom and why', async () => {
    const { a } = await filled(stage(), 'Lantern')
    const { sha256 } = await stage().seal(a, 'Lantern')
    const last = (await a.store.history()).at(-1)
    expect(last).toMatchObject({
      action: 'disclosure',
      target: { type: 'hand-over', id: sha256 },
      detail: { to: 'DI Ruth Okafor', reason: 'Transfer', records: 7, part: false },
    })
    expect(JSON.stringify(last)).not.toContain(stage().key.recipient)
    const b = await stage().made('Home')
    await stage().merge(b, 'Lantern.handover')
    const combined = (await b.store.history()).filter(({ action }) => action === 'combination')
    expect(combined).toHaveLength(1)
    expect(combined[0]).toMatchObject({ detail: { from: a.store.id, signed: 'unknown', new: 6 } })
  })

  test('is never written over a file, and leaves nothing when it is refused or stopped', async () => {
    const { a } = await filled(stage(), 'Lantern')
    await stage().seal(a, 'Lantern')
    const names = readdirSync(stage().place.path)
    const head = a.store.auditHead()
    expect(await outcome(stage().seal(a, 'lantern'.replace('l', 'L')))).toBe('exists')
    expect(await outcome(stage().seal(a, 'Other', { recipients: ['age1nobody'] }))).toBe('invalid')
    expect(await outcome(stage().seal(a, 'Other', { folder: '/nowhere/at/all' }))).toBe('io-error')
    expect(readdirSync(stage().place.path)).toEqual(names)
    expect(a.store.auditHead()).toEqual(head)
  })

  test('is stopped on the way out and on the way in, and leaves nothing half done', async () => {
    const { a } = await filled(stage(), 'Lantern')
    const stopAt = (done: number) => {
      const controller = new AbortController()
      const progress = (at: { done: number }) => {
        if (at.done >= done) controller.abort()
      }
      return { signal: controller.signal, progress }
    }
    const before = { names: readdirSync(stage().place.path), head: a.store.auditHead() }
    expect(['cancelled', '20']).toContain(await outcome(stage().seal(a, 'Stopped', {}, stopAt(1))))
    expect({ names: readdirSync(stage().place.path), head: a.store.auditHead() }).toEqual(before)
    await stage().seal(a, 'Lantern')
    const b = await stage().made('Home')
    const head = b.store.auditHead()
    expect(['cancelled', '20']).toContain(await outcome(stage().merge(b, 'Lantern.handover', {}, stopAt(1))))
    expect(b.store.auditHead()).toEqual(head)
    expect(readdirSync(`${b.folder}/tmp`)).toEqual([])
  })

  test('whose name was taken at the last moment is entered as withdrawn', async () => {
    const { a } = await filled(stage(), 'Lantern')
    const commit = a.store.commit.bind(a.store)
    const path = stage().place.at('Late.handover')
    const store = new Proxy(a.store, {
      get: (target, key) =>
        key === 'commit'
          ? async (change: Parameters<typeof commit>[0]) => {
              await commit(change)
              if (!JSON.stringify(change).includes('withdrawn')) writeFileSync(path, 'somebody else’s')
            }
          : Reflect.get(target, key),
    })
    expect(await outcome(stage().seal({ ...a, store }, 'Late'))).toBe('exists')
    expect(readFileSync(path, 'utf8')).toBe('somebody else’s')
    const [entered, withdrawn] = (await a.store.history()).slice(-2)
    expect(entered).toMatchObject({ action: 'disclosure', detail: { to: 'DI Ruth Okafor' } })
    expect(withdrawn).toMatchObject({ target: entered?.target, detail: { withdrawn: true } })
    expect(readdirSync(stage().place.path).filter((name) => name.endsWith('.part'))).toEqual([])
  })

  test('that no reader would take is thrown away, and nothing is entered', async () => {
    const { a } = await filled(stage(), 'Lantern')
    const { place, key } = stage()
    const entered: string[] = []
    const made = sealHandOver({
      path: place.at('Odd.handover'),
      caseId: a.store.id,
      recipients: [key.recipient],
      content: pieces(Buffer.from('no tar at all')),
      at: 0,
      random: randomBytes,
      fits: async (content) => (await readBack(content)).caseId === a.store.id,
      beforeNamed: async ({ sha256 }) => void entered.push(sha256),
    })
    await expect(made).rejects.toMatchObject({ code: 'hand-over-refused' })
    expect(entered).toEqual([])
    expect(readdirSync(place.path).filter((name) => /handover|part$/.test(name))).toEqual([])
  })

  test('of a case whose holder has a name that steers screens is made all the same, with a name that does not', async () => {
    const a = await stage().made('Odd')
    const { holder } = a.store
    const named = { ...holder, label: 'Asha\nVer\u202Eity' }
    const store = Object.create(a.store, { holder: { value: named } }) as typeof a.store
    await stage().seal({ ...a, store }, 'Odd')
    const b = await stage().made('Home')
    expect((await stage().merge(b, 'Odd.handover', { look: true })).from.by).toBe('Asha\uFFFDVer\uFFFDity')
  })

  test('sweeps away what one that was killed left there, a day later, and nothing of anybody else’s', async () => {
    const { a } = await filled(stage(), 'Lantern')
    const { place } = stage()
    const names = ['.0123456789abcdef.part', '.0123456789abcde0.part', '.0123456789abcde1.part', 'notes.part']
    for (const [i, name] of names.entries()) {
      writeFileSync(place.at(name), i === 1 ? 'not ours' : 'CVHAND1\nand so on')
      if (i !== 2) utimesSync(place.at(name), new Date(0), new Date(0))
      else utimesSync(place.at(name), new Date(stage().desk.now()), new Date(stage().desk.now()))
    }
    await stage().seal(a, 'Lantern')
    expect(readdirSync(place.path).filter((name) => name.endsWith('.part'))).toEqual(names.slice(1))
    for (const name of names.slice(1)) rmSync(place.at(name))
  })

  test('changed by somebody who holds its key is refused by its signature', async () => {
    const { a } = await filled(stage(), 'Lantern')
    await stage().seal(a, 'Lantern')
    const { place, key } = stage()
    const opened = await openHandOver(place.at('Lantern.handover'), await unwrapWith(key.identity))
    const plain: Buffer[] = []
    for await (const piece of opened.content()) plain.push(piece)
    await opened.close()
    const tar = Buffer.concat(plain)
    const at = tar.indexOf('DI Ruth Okafor')
    tar.write('DI Ruth Impost', at)
    await sealHandOver({
      path: place.at('Forged.handover'),
      caseId: a.store.id,
      recipients: [key.recipient],
      content: pieces(tar),
      at: 0,
      random: randomBytes,
      fits: async () => true,
      beforeNamed: async () => undefined,
    })
    const b = await stage().made('Home')
    const head = b.store.auditHead()
    expect(await outcome(stage().merge(b, 'Forged.handover'))).toBe('bad-signature')
    expect(b.store.auditHead()).toEqual(head)
    expect(readdirSync(`${b.folder}/tmp`)).toEqual([])
  })

  test('opens for its recipients alone, and for a post-quantum one', async () => {
    const { a } = await filled(stage(), 'Lantern')
    await stage().seal(a, 'Lantern')
    const b = await stage().made('Home')
    const { identity } = await newIdentity()
    expect(await outcome(stage().merge(b, 'Lantern.handover', { identity }))).toBe('not-a-recipient')
    expect(await outcome(stage().merge(b, 'Lantern.handover', { identity: null }))).toBe('not-a-recipient')
    const { recipient } = b.store.holders.list().holders.find(({ slot }) => slot === b.store.holder.slot)!
    const hybrid = await generateHybridIdentity()
    const quantum = await identityToRecipient(hybrid)
    expect(await outcome(stage().seal(a, 'Mixed', { recipients: [recipient, quantum] }))).toBe('invalid')
    await stage().seal(a, 'Quantum', { recipients: [quantum] })
    expect((await stage().merge(b, 'Quantum.handover', { identity: hybrid, look: true })).counts.new).toBe(6)
    await stage().seal(a, 'Mine', { recipients: [recipient] })
    expect((await stage().merge(b, 'Mine.handover', { identity: null })).counts.new).toBe(6)
  })

  test('of another case is refused where there are records already, and goes on between two that were one', async () => {
    const { a, person } = await filled(stage(), 'Lantern')
    await stage().seal(a, 'Lantern')
    const other = (await filled(stage(), 'Other')).a
    expect(await outcome(stage().merge(other, 'Lantern.handover'))).toBe('conflict')
    const b = await stage().made('Home')
    await stage().merge(b, 'Lantern.handover')
    await b.records.change('person', person.id, 1, { nationality: 'Vietnamese' })
    await stage().seal(b, 'Back')
    const back = await stage().merge(a, 'Back.handover')
    expect(back.counts).toMatchObject({ new: 0, newer: 1, conflict: 0 })
    expect(await contentsOf(a)).toEqual(await contentsOf(b))
  })
})

describe('a hand-over that somebody changed', () => {
  test('is refused, whichever byte was changed and wherever it was cut; nothing changes', async () => {
    const { made, seal, merge, place } = stage()
    const a = await made('Small')
    await seal(a, 'Small')
    const sound = readFileSync(place.at('Small.handover'))
    const b = await made('Home')
    const head = b.store.auditHead()
    const refusals = new Set<string>()
    const tried = async (bytes: Buffer) => {
      writeFileSync(place.at('bad.handover'), bytes)
      refusals.add(await outcome(merge(b, 'bad.handover')))
    }
    // Every byte of the head, of the beginning and of the end; every 23rd between.
    for (let at = 0; at < sound.length; at += at < 400 || at > sound.length - 40 ? 1 : 23) {
      const bytes = Buffer.from(sound)
      bytes[at] = (bytes[at] as number) ^ (1 << (at % 8))
      await tried(bytes)
    }
    for (let length = 0; length < sound.length; length += length < 400 ? 7 : 97)
      await tried(sound.subarray(0, length))
    await tried(Buffer.concat([sound, Buffer.alloc(1)]))
    expect([...refusals].sort()).toEqual([
      'hand-over-damaged',
      'newer-version',
      'not-a-recipient',
      'unreadable',
    ])
    expect(b.store.auditHead()).toEqual(head)
    expect((await merge(b, 'Small.handover')).counts.newer).toBe(1)
  }, 60_000)
})

describe('a hand-over read without our code', () => {
  const age = execFileSync('sh', ['-c', 'command -v age || true']).toString().trim()
  test.skipIf(age === '')('opens with age and node alone, and tar unpacks it', async () => {
    const { a, film } = await filled(stage(), 'Lantern')
    const { place, key, seal } = stage()
    await seal(a, 'Lantern')
    writeFileSync(place.at('key.txt'), `${key.identity}\n`)
    const script = fileURLToPath(new URL('../../fixtures/hand-over/open.mjs', import.meta.url))
    execFileSync(process.execPath, [
      script,
      place.at('Lantern.handover'),
      place.at('key.txt'),
      place.at('out.tar'),
    ])
    const listed = execFileSync('tar', ['-tf', place.at('out.tar')])
      .toString()
      .trim()
      .split('\n')
    expect(listed[0]).toBe('manifest.json')
    expect(listed.at(-1)).toBe('signature.json')
    execFileSync('tar', ['-xf', place.at('out.tar'), '-C', place.path])
    const exhibit = readFileSync(place.at('records/exhibit.jsonl'), 'utf8')
    const { sha256 } = JSON.parse(exhibit).versions[0].record.fields.file
    expect(readFileSync(place.at('files', sha256))).toEqual(film)
    expect(statSync(place.at('files', sha256)).mode & 0o777).toBe(0o600)
  })
})
