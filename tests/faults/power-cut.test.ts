import { cutFlows, powerCutIn } from './power-cut.ts'

powerCutIn(cutFlows.flat(), 'sample')
