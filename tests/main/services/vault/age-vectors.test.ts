import { createHash } from 'node:crypto'
import { inflateSync } from 'node:zlib'
import { armor, Decrypter } from 'age-encryption'
import * as vectors from 'cctv-age'
import { describe, expect, test } from 'vitest'

// The community's own vectors for age (C2SP CCTV): the library that opens our key slots reads them all as it should.

interface Vector {
  readonly expect: string
  readonly fields: ReadonlyMap<string, readonly string[]>
  readonly body: Uint8Array
}

function read(bytes: Uint8Array): Vector {
  const text = Buffer.from(bytes).toString('latin1')
  const end = text.indexOf('\n\n')
  const fields = new Map<string, string[]>()
  for (const line of text.slice(0, end).split('\n')) {
    const at = line.indexOf(': ')
    fields.set(line.slice(0, at), [...(fields.get(line.slice(0, at)) ?? []), line.slice(at + 2)])
  }
  const rest = Buffer.from(bytes.subarray(end + 2))
  const body = fields.get('compressed')?.[0] === 'zlib' ? inflateSync(rest) : rest
  return { expect: fields.get('expect')?.[0] ?? '', fields, body }
}

async function outcome({ fields, body }: Vector): Promise<string> {
  const decrypter = new Decrypter()
  for (const identity of fields.get('identity') ?? []) decrypter.addIdentity(identity)
  for (const passphrase of fields.get('passphrase') ?? []) decrypter.addPassphrase(passphrase)
  try {
    const file =
      fields.get('armored')?.[0] === 'yes' ? armor.decode(Buffer.from(body).toString('latin1')) : body
    const plain = await decrypter.decrypt(file)
    return createHash('sha256').update(plain).digest('hex')
  } catch {
    return 'refused'
  }
}

describe('age, as its own community tests it', () => {
  const all = Object.entries(vectors).map(([name, bytes]) => ({ name, vector: read(bytes) }))

  test('there are all 143 of them', () => {
    expect(all).toHaveLength(143)
  })
  test.each(all)('$name', async ({ vector }) => {
    const came = await outcome(vector)
    expect(came).toBe(vector.expect === 'success' ? vector.fields.get('payload')?.[0] : 'refused')
  })
})
