import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { CaseworkError } from '../../casework/contract/errors.ts'
import { type CaseStore, openCase, type Secret, thisHost } from '../../main/services/case-store/index.ts'
import { cheap, kdf, put } from '../main/services/case-store/room.ts'
import { seededBytes } from './chance.ts'
import { flowNamed } from './flows.ts'
import { described } from './judge.ts'

// Goes through one flow after another, as told on standard input, and says on standard output what was acknowledged.
// Run with UV_THREADPOOL_SIZE=1: then one thread makes every call on the disk, and its calls can be counted.

/** What this process is told to go through. */
export interface Errand {
  readonly flow: string
  readonly folder: string
  readonly secret: Secret
  readonly seed: string
}

const say = (line: string) => process.stdout.write(`${line}\n`)
const lines = createInterface({ input: process.stdin })[Symbol.asyncIterator]()

/** The thread that makes the calls on the disk. */
function diskThread(): string {
  const task = '/proc/self/task'
  const found = readdirSync(task).find(
    (id) => readFileSync(`${task}/${id}/comm`, 'utf8').trim() === 'libuv-worker',
  )
  if (found === undefined) throw new Error('There is no thread for the disk.')
  return found
}

async function goThrough({ flow: name, folder, secret, seed }: Errand): Promise<void> {
  const s = {
    now: Date.now,
    random: seededBytes(seed),
    kdf,
    cost: cheap,
    host: thisHost(Date.now),
  }
  const held: { store?: CaseStore } = {}
  const flow = flowNamed(name)
  const watch = {
    begin: async () => {
      say(`ready ${diskThread()}`)
      await lines.next()
    },
    ack: async () => {
      say('ack')
    },
    hold: (store: CaseStore) => {
      held.store = store
    },
  }
  try {
    await flow.act(folder, secret, s, watch)
    say('done')
  } catch (thrown) {
    say(thrown instanceof CaseworkError ? `refused ${thrown.code}` : `untyped ${described(thrown)}`)
    if (held.store !== undefined) {
      // The fault was there once: the same opening must be able to go on.
      await held.store
        .commit({ ops: [put('n', { id: 'later in the same opening' })], audit: [], actor: 'x' })
        .then(
          () => say('later'),
          (again) => say(`refused later ${described(again).replaceAll('\n', ' ')}`),
        )
      await held.store.close()
    }
  }
  // Where letting go of the lock failed, this very process must be able to open the case again.
  if (existsSync(join(folder, 'lock'))) await (await openCase(folder, secret, s)).close()
  say('end')
}

await stat('.')
for (;;) {
  const line = await lines.next()
  if (line.done) break
  await goThrough(JSON.parse(line.value) as Errand)
}
