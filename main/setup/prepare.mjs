import { ensureBuilt } from './built.mjs'
import { ensureInstalled } from './installed.mjs'
import { alone } from './lock.mjs'
import { inCorner } from './place.mjs'

/** Sees to the libraries and, unless told otherwise, the build. Once both stand, it needs no network. */
export async function prepare({ build = true } = {}) {
  await alone(inCorner('lock'), async () => {
    await ensureInstalled()
    if (build) await ensureBuilt()
  })
}
