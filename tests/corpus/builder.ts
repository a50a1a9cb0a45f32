import { closeSync, fstatSync, openSync, readSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { buildBundle, readProfile } from '../../main/services/bundle/index.ts'

// A process of its own, so that one file that hangs or breaks it costs only itself.

const resources = fileURLToPath(new URL('../../resources', import.meta.url))

/** What this process is asked: to bundle one PDF alone. */
export interface Asked {
  readonly from: string
  readonly to: string
  readonly password?: string
}

/** What it answers. */
export type Answer =
  | {
      readonly first: number
      readonly pages: number
      readonly report: readonly (readonly [kind: string, sentence: string])[]
    }
  | { readonly failed: string }

function opened(path: unknown) {
  const file = openSync(path as string, 'r')
  return {
    size: fstatSync(file).size,
    read(offset: number, length: number) {
      const buffer = Buffer.allocUnsafe(length)
      return buffer.subarray(0, readSync(file, buffer, 0, length, offset))
    },
    close: () => closeSync(file),
  }
}

async function answer({ from, to, password }: Asked): Promise<Answer> {
  try {
    const built = await buildBundle(
      {
        title: 'Corpus',
        date: '2026-03-20',
        caseTitle: 'R v Corpus',
        parties: [],
        fictional: false,
        profile: readProfile(join(resources, 'profiles', 'general.json')),
        sections: [
          {
            title: 'Documents',
            documents: [
              {
                id: 'one',
                title: 'The document',
                content: {
                  kind: 'pdf',
                  sha256: '0'.repeat(64),
                  source: from,
                  ...(password === undefined ? {} : { password }),
                },
              },
            ],
          },
        ],
      },
      { open: opened, fonts: join(resources, 'fonts'), to },
    )
    const { from: first, pages } = built.documents[0]!
    return { first, pages, report: built.report.map((line) => [line.kind, line.sentence] as const) }
  } catch (error) {
    return { failed: error instanceof Error ? (error.stack ?? error.message) : String(error) }
  }
}

process.on('message', async (asked) => process.send?.(await answer(asked as Asked)))
process.on('disconnect', () => process.exit(0))
