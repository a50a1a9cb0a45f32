export type { Link, Served } from '../link.ts'
