import { amountAsked } from './amounts.ts'
import { killedAtEveryBoundary, refusedAtEveryBoundary } from './break-off.ts'

killedAtEveryBoundary(amountAsked())
refusedAtEveryBoundary(amountAsked())
