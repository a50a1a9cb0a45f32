import { operator } from './content-scanner.ts'
import type { Act, InkRun, Operator } from './ink-run.ts'

const point = (run: InkRun, i: number) => run.path.add(run.s.m, run.n(i), run.n(i + 1))
const nextLine = (run: InkRun) => run.pen.next(0, -run.s.leading)
const fillColour: Act = (run) => {
  run.s.whiteFill = run.white()
}
const lineColour: Act = (run) => {
  run.s.whiteLine = run.white()
}
const from: Act = (run) => point(run, 0)
const fill: Act = (run) => run.paint(true, false)
const stroke: Act = (run) => run.paint(false, true)
const both: Act = (run) => run.paint(true, true)
const clip: Act = (run) => {
  run.clipping = true
}
const shortCurve: Act = (run) => {
  point(run, 0)
  point(run, 2)
}

/** How many operands each operator needs at the least (ISO 32000-2, annex A), all of them numbers. */
const OF_NUMBERS: Readonly<Record<string, number>> = {
  ...{ w: 1, J: 1, j: 1, M: 1, i: 1, d: 1, q: 0, Q: 0, cm: 6 },
  ...{ m: 2, l: 2, c: 6, v: 4, y: 4, h: 0, re: 4, W: 0, 'W*': 0, n: 0 },
  ...{ S: 0, s: 0, f: 0, F: 0, 'f*': 0, B: 0, 'B*': 0, b: 0, 'b*': 0 },
  ...{ BT: 0, ET: 0, Tc: 1, Tw: 1, Tz: 1, TL: 1, Tr: 1, Ts: 1, Td: 2, TD: 2, Tm: 6, 'T*': 0, d0: 2, d1: 6 },
  ...{ SC: 1, sc: 1, G: 1, g: 1, RG: 3, rg: 3, K: 4, k: 4, BI: 0, EMC: 0, BX: 0, EX: 0 },
}
/** The same, of those that take names, strings and lists as well; what stands in a list may be nothing. */
const OF_OTHERS: Readonly<Record<string, number>> = {
  ...{ ri: 1, gs: 1, CS: 1, cs: 1, SCN: 1, scn: 1, sh: 1, Do: 1, Tf: 2, Tj: 1, TJ: 0, "'": 1, '"': 3 },
  ...{ MP: 1, DP: 1, BMC: 1, BDC: 1 },
}

const ACTS: ReadonlyMap<string, Act> = new Map(
  Object.entries({
    q: (run) => run.save(),
    Q: (run) => run.restore(),
    cm: (run) => run.s.before(run.n(0), run.n(1), run.n(2), run.n(3), run.n(4), run.n(5)),
    m: from,
    l: from,
    c: (run) => {
      shortCurve(run)
      point(run, 4)
    },
    v: shortCurve,
    y: shortCurve,
    re: (run) => {
      const x = run.n(0)
      const y = run.n(1)
      const { m } = run.s
      run.path.add(m, x, y)
      run.path.add(m, x + run.n(2), y)
      run.path.add(m, x, y + run.n(3))
      run.path.add(m, x + run.n(2), y + run.n(3))
    },
    W: clip,
    'W*': clip,
    n: (run) => run.paint(false, false),
    f: fill,
    F: fill,
    'f*': fill,
    S: stroke,
    s: stroke,
    B: both,
    'B*': both,
    b: both,
    'b*': both,
    g: fillColour,
    rg: fillColour,
    sc: fillColour,
    scn: fillColour,
    k: (run) => {
      run.s.whiteFill = run.bare()
    },
    G: lineColour,
    RG: lineColour,
    SC: lineColour,
    SCN: lineColour,
    K: (run) => {
      run.s.whiteLine = run.bare()
    },
    cs: (run) => {
      run.s.whiteFill = false
    },
    CS: (run) => {
      run.s.whiteLine = false
    },
    sh: (run) => run.shade(),
    BT: (run) => run.pen.set(1, 0, 0, 1, 0, 0),
    Tf: (run) => run.font(),
    Tc: (run) => {
      run.s.charSpace = run.n(0)
    },
    Tw: (run) => {
      run.s.wordSpace = run.n(0)
    },
    Tz: (run) => {
      run.s.scale = run.n(0) / 100
    },
    Ts: (run) => {
      run.s.rise = run.n(0)
    },
    TL: (run) => {
      run.s.leading = run.n(0)
    },
    Tr: (run) => {
      run.s.clips = run.n(0) === 7
      run.s.hidden = run.n(0) === 3 || run.s.clips
    },
    Td: (run) => run.pen.next(run.n(0), run.n(1)),
    TD: (run) => {
      run.s.leading = -run.n(1)
      run.pen.next(run.n(0), run.n(1))
    },
    Tm: (run) => run.pen.set(run.n(0), run.n(1), run.n(2), run.n(3), run.n(4), run.n(5)),
    'T*': nextLine,
    Tj: (run) => run.show(0),
    TJ: (run) => run.show(0),
    "'": (run) => {
      nextLine(run)
      run.show(0)
    },
    '"': (run) => {
      run.s.wordSpace = run.n(0)
      run.s.charSpace = run.n(1)
      nextLine(run)
      run.show(2)
    },
    Do: (run) => run.draw(),
    BI: (run) => run.picture(),
    BX: (run) => {
      run.lenient++
    },
    EX: (run) => {
      run.lenient--
    },
  } satisfies Record<string, Act>),
)

/** All operators there are, and what each does to where ink falls. */
export const OPERATORS: ReadonlyMap<number, Operator> = new Map(
  [OF_NUMBERS, OF_OTHERS].flatMap((table) =>
    Object.entries(table).map(([letters, needs]) => {
      const it: Operator = { needs, numbers: table === OF_NUMBERS && needs > 0, act: ACTS.get(letters) }
      return [operator(letters), it] as const
    }),
  ),
)
