import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs'
import type { FileFacts } from '../../casework/schema.ts'
import { examine } from '../services/bundle/index.ts'
import type { Job } from './job.ts'

/** Looks inside a file on the disk and says what it is and whether its pages can be shown. */
export const examineFile: Job<
  { path: string; name: string },
  Pick<FileFacts, 'kind' | 'mediaType' | 'pages' | 'note' | 'states'> & { remark: string }
> = async ({ path, name }) => {
  const file = openSync(path, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0))
  try {
    const seen = examine(
      {
        size: fstatSync(file).size,
        read(offset, length) {
          const buffer = Buffer.alloc(length)
          return buffer.subarray(0, readSync(file, buffer, 0, length, offset))
        },
      },
      name,
    )
    return {
      kind: seen.kind,
      mediaType: seen.mediaType,
      pages: seen.pages,
      states: (seen.states ?? []).slice(0, 50),
      note: seen.shows ? '' : (seen.note ?? 'It cannot be shown.'),
      remark: seen.shows ? (seen.note ?? '') : '',
    }
  } finally {
    closeSync(file)
  }
}
