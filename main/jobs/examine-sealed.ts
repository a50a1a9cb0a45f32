import { type Examined, examine } from '../services/bundle/index.ts'
import { type BlobAccess, openSealed } from '../services/vault/index.ts'
import type { Job } from './job.ts'

/** Looks inside one sealed file with a password, and says whether its pages can be shown now. */
export const examineSealed: Job<
  { access: BlobAccess; name: string; password: string },
  Pick<Examined, 'kind' | 'mediaType' | 'pages' | 'shows'> &
    Pick<Required<Examined>, 'states'> & { note: string; asks: boolean }
> = async ({ access, name, password }) => {
  const source = openSealed(access)
  try {
    const { kind, mediaType, pages, shows, note = '', states = [] } = examine(source, name, password)
    return {
      kind,
      mediaType,
      pages,
      shows,
      states: states.slice(0, 50),
      note,
      asks: states.some((state) => state.kind === 'password'),
    }
  } finally {
    source.close()
  }
}
