import { join } from 'node:path'
import {
  type CaseStore,
  createCase,
  openCase,
  type Secret,
  type Surroundings,
} from '../../main/services/case-store/index.ts'
import { newIdentity } from '../../main/services/vault/age-keys.ts'
import { realDisk } from '../../main/services/vault/disk.ts'
import { passphrase, pieces, put } from '../main/services/case-store/room.ts'
import { seededBytes } from './chance.ts'

/** What a flow tells whoever attacks it. */
export interface Watch {
  /** What precedes the act is done: the attack may begin. */
  begin(): Promise<void>
  /** A step was acknowledged: from here on it must never be lost. */
  ack(): Promise<void>
  /** The store the flow works with, for going on with after a refusal. */
  hold(store: CaseStore): void
}

/** Something a case goes through, step by step, that an attack may break off anywhere. */
export interface Flow {
  readonly name: string
  /** A refused step has changed nothing at all. Otherwise it may have been done all the same. */
  readonly refusedIsUndone: boolean
  /** A crash leaves a header the history does not know of yet; the next opening says so and enters it. */
  readonly changesHeader?: boolean
  /** Makes what stands before the act, closed. Returns what opens the case. */
  prepare(folder: string, s: Surroundings): Promise<Secret>
  act(folder: string, secret: Secret, s: Surroundings, watch: Watch): Promise<void>
}

const holder = 'PC Amara Byrne'
const make = (folder: string, s: Surroundings) =>
  createCase(folder, { name: 'Operation Lantern', passphrase, holder }, s)

/** A case with a few records and a stored file in it, as often opened and closed as there are sizes of change. */
async function caseWith(
  folder: string,
  s: Surroundings,
  sizes: readonly number[] = [400],
): Promise<{ identity: string }> {
  const made = await make(folder, s)
  await made.store.close()
  const secret = { identity: made.recoveryKey }
  for (const [i, size] of sizes.entries()) {
    const store = await openCase(folder, secret, s)
    const file = await store.seal(pieces(seededBytes(`file ${i}`)(700)))
    await store.commit({
      ops: [put('n', { id: `base ${i}`, words: words(`base ${i}`, size), file: file.uid })],
      audit: [{ action: 'made' }],
      blobs: [file],
      actor: holder,
    })
    await store.close()
  }
  return secret
}

function words(seed: string, length: number): string {
  return Buffer.from(seededBytes(seed)(Math.ceil(length / 2)))
    .toString('hex')
    .slice(0, length)
}

/** One change of a record of so many characters. */
async function change(store: CaseStore, id: string, length: number): Promise<void> {
  await store.commit({
    ops: [put('n', { id, words: words(id, length) })],
    audit: [{ action: 'changed', target: { type: 'n', id } }],
    actor: holder,
  })
}

const create: Flow = {
  name: 'create',
  refusedIsUndone: false,
  async prepare() {
    return { passphrase }
  },
  async act(folder, _secret, s, { begin, ack, hold }) {
    await begin()
    const { store } = await make(folder, s)
    hold(store)
    await ack()
    await store.close()
  },
}

/** Saving changes of these sizes, one after another. */
export function saving(name: string, lengths: readonly number[]): Flow {
  return {
    name,
    refusedIsUndone: true,
    prepare: caseWith,
    async act(folder, secret, s, { begin, ack, hold }) {
      const store = await openCase(folder, secret, s)
      hold(store)
      await begin()
      for (const [i, length] of lengths.entries()) {
        await change(store, `saved ${i}`, length)
        await ack()
      }
      await store.close()
    },
  }
}

/** Taking in files of these sizes, each with a record of it. */
export function importing(name: string, sizes: readonly number[]): Flow {
  return {
    name,
    refusedIsUndone: true,
    prepare: caseWith,
    async act(folder, secret, s, { begin, ack, hold }) {
      const store = await openCase(folder, secret, s)
      hold(store)
      await begin()
      for (const [i, size] of sizes.entries()) {
        const file = await store.seal(pieces(seededBytes(`evidence ${i} ${size}`)(size)))
        await store.commit({
          ops: [put('n', { id: `exhibit ${i}`, file: file.uid })],
          audit: [{ action: 'collection' }],
          blobs: [file],
          actor: holder,
        })
        await ack()
      }
      await store.close()
    },
  }
}

/** Writing the state anew at closing; behind as many earlier states as were made by the sizes of change before it. */
function snapshotting(name: string, before: readonly number[]): Flow {
  return {
    name,
    refusedIsUndone: false,
    prepare: (folder, s) => caseWith(folder, s, before),
    async act(folder, secret, s, { begin, ack, hold }) {
      const store = await openCase(folder, secret, s)
      hold(store)
      await change(store, 'heavy', 70_000)
      await begin()
      await store.close()
      await ack()
    },
  }
}

const takingOver: Flow = {
  name: 'lock take-over',
  refusedIsUndone: false,
  async prepare(folder, s) {
    const secret = await caseWith(folder, s)
    const disk = s.disk ?? realDisk
    const owner = {
      host: s.host.name,
      bootId: s.host.bootId,
      pid: 2 ** 30,
      startTime: 1,
      nonce: 'ab'.repeat(16),
    }
    await disk.mkdir(join(folder, 'lock'), { mode: 0o700 })
    const file = await disk.open(join(folder, 'lock', 'owner.json'), 'w', 0o600)
    await file.write(Buffer.from(JSON.stringify({ ...owner, since: s.now(), at: s.now() })), 0)
    await file.close()
    return secret
  },
  async act(folder, secret, s, { begin, ack, hold }) {
    await begin()
    const store = await openCase(folder, secret, s)
    hold(store)
    await ack()
    await store.close()
  },
}

const other = 'DC Tom Reid'
async function admit(store: CaseStore): Promise<void> {
  const { recipient } = await newIdentity()
  await store.holders.add({ label: other, recipient, kind: 'identity' })
}

const addingHolder: Flow = {
  name: 'header rewrite (a holder added)',
  refusedIsUndone: false,
  changesHeader: true,
  prepare: caseWith,
  async act(folder, secret, s, { begin, ack, hold }) {
    const store = await openCase(folder, secret, s)
    hold(store)
    await begin()
    await admit(store)
    await ack()
    await store.close()
  },
}

const removingHolder: Flow = {
  name: 'epoch rotation (a holder removed)',
  refusedIsUndone: false,
  changesHeader: true,
  async prepare(folder, s) {
    const secret = await caseWith(folder, s)
    const store = await openCase(folder, secret, s)
    await admit(store)
    await store.close()
    return secret
  },
  async act(folder, secret, s, { begin, ack, hold }) {
    const store = await openCase(folder, secret, s)
    hold(store)
    const leaving = store.holders.list().holders.find(({ label }) => label === other)
    await begin()
    await store.holders.remove(leaving?.slot ?? '')
    await ack()
    await store.close()
  },
}

const state = 70_000

/** Every flow there is. */
export const flows: readonly Flow[] = [
  create,
  saving('save', [300, 900]),
  snapshotting('snapshot', []),
  importing('import of 0 B', [0]),
  importing('import of 16,384 B', [16_384]),
  importing('import of 5 MiB', [5 * 1024 * 1024]),
  snapshotting('prune', [state, state]),
  addingHolder,
  removingHolder,
  takingOver,
]

/** A flow by its name. */
export function flowNamed(name: string): Flow {
  const found = flows.find((flow) => flow.name === name)
  if (found === undefined) throw new Error(`There is no flow ${name}.`)
  return found
}
