import { amountAsked } from './amounts.ts'
import { killedAtEveryBoundary } from './break-off.ts'

killedAtEveryBoundary(amountAsked())
