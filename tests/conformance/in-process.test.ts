import { openInProcess } from '../support/hosts.ts'
import { hostConformance } from './suite.ts'

hostConformance('in-process', openInProcess)
