import { amountAsked } from './amounts.ts'
import { refusedAtEveryBoundary } from './break-off.ts'

refusedAtEveryBoundary(amountAsked())
