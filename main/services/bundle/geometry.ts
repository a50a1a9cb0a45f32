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
  // Each edge moves a corner by its own amount; the least and most of both sums are the new edges.
  const [ax, bx, ay, by] = [m[0] * box[0], m[0] * box[2], m[2] * box[1], m[2] * box[3]]
  const [cx, dx, cy, dy] = [m[1] * box[0], m[1] * box[2], m[3] * box[1], m[3] * box[3]]
  return [
    Math.min(ax, bx) + Math.min(ay, by) + m[4],
    Math.min(cx, dx) + Math.min(cy, dy) + m[5],
    Math.max(ax, bx) + Math.max(ay, by) + m[4],
    Math.max(cx, dx) + Math.max(cy, dy) + m[5],
  ]
}

/** True if two boxes share any area. */
export function meet(a: Box, b: Box): boolean {
  return a[0] < b[2] && a[2] > b[0] && a[1] < b[3] && a[3] > b[1]
}
