import { killedAtEveryBoundary, refusedAtEveryBoundary } from './break-off.ts'

killedAtEveryBoundary('sample')
refusedAtEveryBoundary('sample')
