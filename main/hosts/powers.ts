export type { JobProcess, Powers } from '../jobs/powers.ts'
