import { amountAsked } from './amounts.ts'
import { cutFlows } from './power-cut.ts'
import { callsRefusedIn } from './refused.ts'

callsRefusedIn(cutFlows.flat(), amountAsked())
