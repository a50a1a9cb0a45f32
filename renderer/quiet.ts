import { config } from 'zod/v4/core'

// zod tries `new Function` once to see whether it may; our content policy would report each try. So it is told.
config({ jitless: true })
