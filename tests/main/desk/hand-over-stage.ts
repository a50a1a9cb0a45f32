import { randomBytes } from 'node:crypto'
import { basename } from 'node:path'
import { createCaseIn } from '../../../main/desk/case-files.ts'
import type { Desk } from '../../../main/desk/desk.ts'
import { type MergeWanted, mergeHandOver } from '../../../main/desk/hand-over-in.ts'
import { everyRecord, packedRecord, sealCase } from '../../../main/desk/hand-over-out.ts'
import { type OpenCase, openCases } from '../../../main/desk/open-cases.ts'
import type { Asked } from '../../../main/dispatch.ts'
import { openCase } from '../../../main/services/case-store/index.ts'
import { contentOf } from '../../../main/services/hand-over/portable.ts'
import { newIdentity } from '../../../main/services/vault/age-keys.ts'
import { passphrase, pieces, rememberingKdf, room, surroundings } from '../services/case-store/room.ts'

/** Asked by somebody who waits and does not stop it. */
export const asked: Asked = { signal: new AbortController().signal, progress: () => undefined }

/** A desk of two officers' cases in a folder of the test's own. */
export async function handOverStage() {
  const place = room()
  const store = surroundings({ kdf: rememberingKdf() })
  const cases = openCases({
    now: store.now,
    newId: () => randomBytes(16).toString('hex'),
    user: 'DC Asha Verity',
  })
  const desk = {
    now: store.now,
    newId: () => randomBytes(16).toString('hex'),
    user: 'DC Asha Verity',
    version: '0.0.0',
    cases,
    store,
    tell: () => undefined,
    known: {
      remember: (folder: string) => ({ id: Buffer.from(basename(folder)).toString('hex').padEnd(32, '0') }),
    },
    places: { grant: (path: string) => path },
  } as unknown as Desk
  const key = await newIdentity()

  const made = async (name: string): Promise<OpenCase> =>
    (await createCaseIn(desk, { folder: place.path, name, passphrase })).held
  const opened = async (caseId: string, folder: string): Promise<OpenCase> =>
    cases.hold(caseId, await openCase(folder, { passphrase }, store))
  const seal = (held: OpenCase, fileName: string, over: object = {}, how = asked) =>
    sealCase(
      held,
      desk,
      {
        folder: place.path,
        fileName,
        recipients: [key.recipient],
        part: null,
        to: 'DI Ruth Okafor',
        reason: 'Transfer',
        ...over,
      },
      how,
    )
  const merge = (held: OpenCase, fileName: string, over: Partial<MergeWanted> = {}, how = asked) =>
    mergeHandOver(held, desk, { path: place.at(fileName), identity: key.identity, look: false, ...over }, how)
  const exhibit = async (held: OpenCase, title: string, bytes: Uint8Array, fields: object = {}) => {
    const sealed = await held.store.seal(pieces(bytes))
    const id = desk.newId()
    const file = {
      blob: sealed.uid,
      sha256: sealed.sha256,
      bytes: bytes.length,
      name: `${title}.bin`,
      kind: 'other' as const,
      mediaType: 'application/octet-stream',
      pages: null,
      note: '',
      modified: null,
    }
    await held.records.addAll(
      [
        { type: 'exhibit', id, fields: { title, file, ...fields } },
        { type: 'custody', fields: { exhibit: id, action: 'imported', by: 'DC Asha Verity' } },
      ],
      { blobs: [sealed] },
    )
    return id
  }
  return {
    place,
    desk,
    key,
    made,
    opened,
    seal,
    merge,
    exhibit,
    async clear() {
      await cases.closeAll()
      place.clear()
    },
  }
}

/** What a case holds, by content: every record but its own, and whether each is archived. */
export async function contentsOf({ store }: OpenCase): Promise<Readonly<Record<string, string>>> {
  const all = await Promise.all(
    everyRecord(store).map(async (record) => {
      const { versions } = await packedRecord(store, record, false)
      const key = record.type === 'case' ? 'case' : `${record.type}/${record.id}`
      return [key, contentOf(versions[0]!.record)] as const
    }),
  )
  return Object.fromEntries(all.sort(([a], [b]) => a.localeCompare(b)))
}

export type Stage = Awaited<ReturnType<typeof handOverStage>>

/** A case with something of each kind that matters. */
export async function filled(stage: Stage, name: string) {
  const { made, exhibit } = stage
  const a = await made(name)
  const film = randomBytes(100_000)
  const exhibitId = await exhibit(a, 'Film', film, { producer: 'JLB', number: 7 })
  const person = await a.records.add('person', { name: 'Hường Trần', roles: ['victim'] })
  const statement = await a.records.add('statement', {
    witness: person.id,
    statementOf: 'Hường Trần',
    paragraphs: ['Tôi đến đây vào tháng Ba.', 'I saw JLB/7.'],
  })
  await a.records.change('statement', statement.id, 1, { paragraphs: ['I came in March.', 'I saw JLB/7.'] })
  await a.records.add('contact', { statement: statement.id, address: '1 Hidden Way' })
  const action = await a.records.add('action', { title: 'Ask the bank' })
  await a.records.archive('action', action.id, true)
  return { a, film, exhibitId, person, statement, action }
}
