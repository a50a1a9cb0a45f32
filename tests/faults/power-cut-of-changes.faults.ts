import { amountAsked } from './amounts.ts'
import { cutFlows, powerCutIn } from './power-cut.ts'

powerCutIn(cutFlows[0], amountAsked())
