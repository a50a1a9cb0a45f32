import type { Made } from './objects.ts'
import { dict, name } from './objects.ts'
import type { Press } from './press.ts'
import { A4, INK, type Sheet, type Style } from './sheet.ts'

const round = (n: number) => String(Math.round(n * 1000) / 1000)

/** A few words of a page set by us that are known only when the pages behind it are laid: placed first, written then. */
export class LaterWords {
  readonly ref: Made
  readonly #press: Press
  readonly #style: Style

  constructor(press: Press, style: Style) {
    this.#press = press
    this.#style = style
    this.ref = press.file.reserve()
  }

  /** Sets them on a sheet that has them among its pictures by this name, with their baseline `y` below the top. */
  place(sheet: Sheet, x: number, y: number, called: string): void {
    sheet.raw(`q 1 0 0 1 ${round(x)} ${round(A4.height - y)} cm /${called} Do Q\n`)
  }

  write(words: string): void {
    const { face, size, ink = INK.black } = this.#style
    const { faces, file } = this.#press
    const drawn = faces.get(face)
    const ops = `BT ${ink} /${face} ${round(size)} Tf 1 0 0 1 0 0 Tm\n${drawn.show(words)}ET\n`
    file.writeStream(
      this.ref,
      dict({
        Type: name('XObject'),
        Subtype: name('Form'),
        BBox: [-1, -Math.ceil(size * 0.4), Math.ceil(drawn.width(words, size)) + 1, Math.ceil(size * 1.2)],
        Resources: dict({ Font: dict({ [face]: drawn.ref }) }),
      }),
      Buffer.from(ops, 'latin1'),
    )
  }
}
