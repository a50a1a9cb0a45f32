import { operator } from './content-scanner.ts'
import type { Act, InkRun } from './ink-run.ts'

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

/** What each operator does to where ink falls. Those not listed do nothing to it. */
export const ACTS: ReadonlyMap<number, Act> = new Map(
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
      run.s.hidden = run.n(0) === 3 || run.n(0) === 7
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
  } satisfies Record<string, Act>).map(([letters, act]) => [operator(letters), act]),
)
