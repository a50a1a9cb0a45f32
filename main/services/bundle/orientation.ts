import type { Matrix } from './geometry.ts'

/** How a stored picture is turned and mirrored to be upright: 1 to 8, as EXIF counts. */
export type Orientation = 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8

/** The matrix that shows the unit square as a w by h picture, turned or mirrored as EXIF says. */
export function orient(orientation: number, w: number, h: number): Matrix {
  switch (orientation) {
    case 2:
      return [-w, 0, 0, h, w, 0]
    case 3:
      return [-w, 0, 0, -h, w, h]
    case 4:
      return [w, 0, 0, -h, 0, h]
    case 5:
      return [0, -h, -w, 0, w, h]
    case 6:
      return [0, -h, w, 0, 0, h]
    case 7:
      return [0, h, w, 0, 0, 0]
    case 8:
      return [0, h, -w, 0, w, 0]
    default:
      return [w, 0, 0, h, 0, 0]
  }
}

/** How a picture drawn by a matrix is to be turned to be upright on a page that is shown turned so far clockwise. */
export function orientationOf(matrix: Matrix, turn: number): Orientation {
  const quarter = (((turn / 90) % 4) + 4) % 4
  const seen = (x: number, y: number): readonly [number, number] =>
    quarter === 0 ? [x, y] : quarter === 1 ? [y, -x] : quarter === 2 ? [-x, -y] : [-y, x]
  const right = seen(matrix[0], matrix[1])
  const up = seen(matrix[2], matrix[3])
  if (Math.abs(right[0]) >= Math.abs(right[1]))
    return right[0] >= 0 ? (up[1] >= 0 ? 1 : 4) : up[1] >= 0 ? 2 : 3
  return right[1] < 0 ? (up[0] >= 0 ? 6 : 5) : up[0] >= 0 ? 7 : 8
}

/** The matrix that undoes another. Throws when there is none. */
export function inverse(m: Matrix): Matrix {
  const size = m[0] * m[3] - m[1] * m[2]
  if (!Number.isFinite(1 / size)) throw new RangeError('A matrix without an area has no inverse.')
  const [a, b, c, d] = [m[3] / size, -m[1] / size, -m[2] / size, m[0] / size]
  return [a, b, c, d, -(m[4] * a + m[5] * c), -(m[4] * b + m[5] * d)]
}
