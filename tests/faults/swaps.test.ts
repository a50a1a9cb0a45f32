import { cpSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type CaseStore, openCase, type Surroundings } from '../../main/services/case-store/index.ts'
import {
  newCase,
  outcome,
  passphrase,
  pieces,
  put,
  rememberingKdf,
  room,
  surroundings,
} from '../main/services/case-store/room.ts'
import { amountAsked } from './amounts.ts'

// Attack A7: files exchanged. Two cases with one passphrase; every pair of their files that could pass for each other,
// and every file taken away. Whatever is exchanged is refused by a code that fits, and what is left can be used.

// Day by day every ninth pair of a kind is tried.
const whole = amountAsked() !== 'sample'
function* sampled<T>(pairs: Iterable<readonly [kind: string, pair: T]>): Generator<T> {
  const seen = new Map<string, number>()
  for (const [kind, pair] of pairs) {
    const before = seen.get(kind) ?? 0
    seen.set(kind, before + 1)
    if (whole || before % 9 === 0) yield pair
  }
}

const place = room()
const kdf = rememberingKdf()
const s: Surroundings = surroundings({ kdf })
const names = ['ours', 'theirs'] as const
const content = (which: string, n: number) => Buffer.from(`${which} ${n} `.repeat(40))

async function makeCase(which: string): Promise<void> {
  const { store, recoveryKey } = await newCase(place.at(which), s)
  const first: CaseStore = store
  for (let n = 0; n < 3; n += 1) {
    const blob = await first.seal(pieces(content(which, n)))
    await first.commit({
      ops: [put('n', { id: `${n}`, words: which })],
      audit: [{ action: 'collection' }],
      blobs: [blob],
      actor: 'x',
    })
  }
  await first.close()
  // Many openings make closing worth a snapshot, so that there are runs and a generation behind the newest.
  for (let n = 0; n < 18; n += 1) {
    const again = await openCase(place.at(which), { identity: recoveryKey }, s)
    await again.commit({
      ops: [put('n', { id: '9', turn: n })],
      audit: [{ action: 'alteration' }],
      actor: 'x',
    })
    await again.close()
  }
}

beforeAll(async () => {
  for (const which of names) await makeCase(which)
}, 120_000)
afterAll(() => place.clear())

const filesOf = (folder: string): string[] =>
  (readdirSync(folder, { recursive: true }) as string[])
    .map((name) => join(folder, name))
    .filter((path) => statSync(path).isFile())
    .map((path) => relative(folder, path))
    .sort()

const kindOf = (name: string) =>
  name.startsWith('blobs')
    ? 'blob'
    : name.startsWith('header')
      ? 'header'
      : (name.split('.').at(-1) as string)

/** What the case comes to with some files altered: refused outright, or opened with findings. */
async function comesTo(change: (folder: string) => void): Promise<{ codes: string[]; records: number }> {
  const folder = place.at('tried')
  rmSync(folder, { recursive: true, force: true })
  cpSync(place.at('ours'), folder, { recursive: true })
  change(folder)
  try {
    const opening: { store?: CaseStore } = {}
    const refused = await outcome(
      openCase(folder, { passphrase }, s, { readOnly: true }).then((store) => {
        opening.store = store
      }),
    )
    const { store } = opening
    if (store === undefined) return { codes: [refused], records: 0 }
    const { findings } = await store.verify({ full: true })
    const codes = [...store.notices.map((n) => n.code as string), ...findings.map((f) => f.code as string)]
    const records = store.list('n').length
    // Whatever was exchanged, nothing of the other case is ever shown.
    expect(store.list('n').some((r) => r['words'] === 'theirs')).toBe(false)
    await store.close()
    return { codes: [...new Set(codes)], records }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

const allowed: Readonly<Record<string, readonly string[]>> = {
  blob: ['foreign-blob', 'corrupt-blob', 'missing-blob'],
  header: ['header-tampered', 'damaged-header', 'wrong-passphrase', 'not-a-case', 'rollback-suspected'],
  snap: ['corrupt-snapshot', 'corrupt-journal', 'audit-broken'],
  jrn: ['corrupt-journal', 'forked', 'torn-tail', 'audit-broken', 'corrupt-snapshot'],
  aud: ['audit-broken'],
  ver: ['corrupt-journal', 'audit-broken'],
}

test('a file of the other case in the place of ours', { timeout: 300_000 }, async () => {
  const ours = filesOf(place.at('ours'))
  const theirs = filesOf(place.at('theirs'))
  let tried = 0
  const pairs = ours.flatMap((mine) =>
    theirs
      .filter((name) => kindOf(name) === kindOf(mine))
      .map((other) => [kindOf(mine), [mine, other] as const] as const),
  )
  for (const [mine, other] of sampled(pairs)) {
    const bytes = readFileSync(join(place.at('theirs'), other))
    const { codes } = await comesTo((folder) => writeFileSync(join(folder, mine), bytes))
    tried += 1
    // The second copy of a header of another case: ours is the higher or the equal, or both are seen to differ.
    if (kindOf(mine) === 'header' && codes.length === 0)
      expect.unreachable(`${mine} by ${other} passed unseen`)
    expect(codes.length, `${mine} replaced by ${other}`).toBeGreaterThan(0)
    expect(
      codes.filter(
        (code) => !(allowed[kindOf(mine)] as readonly string[]).includes(code) && code !== 'orphan-blob',
      ),
      `${mine} replaced by ${other}`,
    ).toEqual([])
  }
  expect(tried).toBeGreaterThan(whole ? 40 : 9)
})

test('two files of one kind in each other’s place', { timeout: 300_000 }, async () => {
  const ours = filesOf(place.at('ours')).filter((name) => kindOf(name) !== 'header')
  let tried = 0
  const pairs = ours.flatMap((a, i) =>
    ours
      .slice(i + 1)
      .filter((name) => kindOf(name) === kindOf(a))
      .map((b) => [kindOf(a), [a, b] as const] as const),
  )
  for (const [a, b] of sampled(pairs)) {
    const { codes } = await comesTo((folder) => {
      const [x, y] = [readFileSync(join(folder, a)), readFileSync(join(folder, b))]
      writeFileSync(join(folder, a), y)
      writeFileSync(join(folder, b), x)
    })
    tried += 1
    expect(codes.length, `${a} and ${b}`).toBeGreaterThan(0)
  }
  expect(tried).toBeGreaterThan(whole ? 20 : 5)
})

test('each file taken away: what is left opens, and says what is gone', { timeout: 300_000 }, async () => {
  for (const name of filesOf(place.at('ours'))) {
    const { codes, records } = await comesTo((folder) => rmSync(join(folder, name)))
    // The newest journal segment of an older generation may go unnoticed only while nothing needs it; the end of the
    // newest may be cut off unseen without an outside witness: see FORMAT.md, threat model.
    const kind = kindOf(name)
    if (kind === 'blob') {
      expect(codes).toEqual(['missing-blob'])
      expect(records).toBe(4)
    }
    if (kind === 'header') expect(codes).toEqual(['damaged-header'])
    if (kind === 'aud') expect(codes).toEqual(['audit-broken'])
  }
})
