import type { Box } from './page-tree.ts'

/** An affine matrix as PDF writes it. */
export type Matrix = readonly [number, number, number, number, number, number]
/** The matrix that changes nothing. */
export const IDENTITY: Matrix = [1, 0, 0, 1, 0, 0]

/** The matrix that does `a`, then `b`. */
export function multiply(a: Matrix, b: Matrix): Matrix {
  return [
    a[0] * b[0] + a[1] * b[2],
    a[0] * b[1] + a[1] * b[3],
    a[2] * b[0] + a[3] * b[2],
    a[2] * b[1] + a[3] * b[3],
    a[4] * b[0] + a[5] * b[2] + b[4],
    a[4] * b[1] + a[5] * b[3] + b[5],
  ]
}

/** The upright box around a box after a matrix. */
export function transformBox(m: Matrix, box: Box): Box {
  const xs = [box[0], box[2]].flatMap((x) => [box[1], box[3]].map((y) => m[0] * x + m[2] * y + m[4]))
  const ys = [box[0], box[2]].flatMap((x) => [box[1], box[3]].map((y) => m[1] * x + m[3] * y + m[5]))
  return [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)]
}

/** True if two boxes share any area. */
export function meet(a: Box, b: Box): boolean {
  return a[0] < b[2] && a[2] > b[0] && a[1] < b[3] && a[3] > b[1]
}
