import { cutFlows } from './power-cut.ts'
import { callsRefusedIn } from './refused.ts'

callsRefusedIn(cutFlows.flat(), 'sample')
