import { amountAsked } from './amounts.ts'
import { twoPrograms } from './schedules.ts'

twoPrograms(amountAsked())
