import { openOverChild } from '../support/hosts.ts'
import { hostConformance } from './suite.ts'

hostConformance('a process of its own', openOverChild)
