import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readDemonstration } from '../../../../main/services/demonstration/demonstration.ts'
import { fillPdf, fillText } from '../../../../main/services/demonstration/placeholders.ts'

const resources = fileURLToPath(new URL('../../../../resources', import.meta.url))
const has = (tool: string): boolean => spawnSync(tool, ['--version']).error === undefined
const broken = 'licensing-attachment.pdf'
// A scan has no words of its own: its mark is in the picture.
const noText = 'rota-scan.pdf'
const folder = mkdtempSync(join(tmpdir(), 'demonstration-'))
afterAll(() => rmSync(folder, { recursive: true }))

const on = '2024-02-29'
const made = readDemonstration(resources, on)
const files = made.exhibits.flatMap((e) => (e.file ? [e.file] : []))
const pdfs = files.filter((f) => f.name.endsWith('.pdf')).map((f) => f.name)

describe('the files of the demonstration case', () => {
  beforeAll(() => {
    for (const { name, bytes } of files) writeFileSync(join(folder, name), bytes)
  })
  const textOf = (name: string): string =>
    execFileSync('pdftotext', ['-layout', join(folder, name), '-'], { encoding: 'utf8' })

  it('are under six megabytes together', () => {
    expect(files.reduce((sum, f) => sum + f.bytes.length, 0)).toBeLessThan(6_000_000)
  })

  it.skipIf(!has('qpdf')).each(pdfs)(
    '%s is sound after its dates are filled in, unless broken on purpose',
    (name) => {
      const { status } = spawnSync('qpdf', ['--check', join(folder, name)])
      if (name === broken) expect(status).not.toBe(0)
      else expect(status).toBe(0)
    },
  )

  it.skipIf(!has('pdftotext')).each(pdfs.filter((n) => n !== broken && n !== noText))(
    '%s says on each page that it is fictional',
    (name) => {
      for (const page of textOf(name).split('\f').slice(0, -1)) expect(page).toContain('FICTIONAL')
    },
  )

  it('say that they are fictional in every text', () => {
    for (const { name, bytes } of files) {
      if (name.endsWith('.txt')) expect(new TextDecoder().decode(bytes)).toMatch(/^FICTIONAL/)
      if (name === broken) expect(Buffer.from(bytes).toString('latin1')).toContain('% FICTIONAL')
    }
  })

  it.skipIf(!has('pdftotext'))('show dates counted from the day given', () => {
    // 316, 653, 581 and 97 days before 29 February 2024.
    expect(textOf('account-4410.pdf')).toContain('19 Apr 2023')
    expect(textOf('tenancy-agreement.pdf')).toContain('17 May 2022')
    expect(textOf('coach-ticket.pdf')).toContain('28 Jul 2022')
    expect(textOf('vehicle-keeper.pdf')).toContain('24 Nov 2023')
    expect(textOf('phone-billing.pdf')).toContain('11/10/2023')
    expect(textOf('interview-whitlock.pdf')).toContain('Apr 2023')
  })

  it.skipIf(!has('pdftotext'))('keep every letter of the names', () => {
    expect(textOf('translators-certificate.pdf')).toContain('Ionuț Țăranu')
    expect(textOf('handwriting-report.pdf')).toContain('Hường')
    expect(textOf('wages-compared.pdf')).toContain('Wójcik-Łęcka')
    expect(textOf('coach-ticket.pdf')).toContain('Botoșani')
  })

  it.skipIf(!has('pdftotext'))('agree with what the statements say of them', () => {
    expect(textOf('phone-billing.pdf').match(/07700 900175/g)).toHaveLength(41)
    expect(
      new TextDecoder().decode(files.find((f) => f.name.startsWith('chat'))?.bytes).match(/^\[/gm),
    ).toHaveLength(36)
  })

  it('hold two photographs that lie on their side and say so, and sound that plays', () => {
    const turned = files
      .filter((f) => f.name.endsWith('.jpg'))
      .flatMap(({ name, bytes }) => {
        const data = Buffer.from(bytes)
        const at = data.indexOf('Exif\0\0', 0, 'latin1') + 6
        if (at < 6) return []
        const little = data.toString('latin1', at, at + 2) === 'II'
        const entries = at + 8
        const tag = (i: number): number => entries + 2 + i * 12
        const two = (p: number): number => (little ? data.readUInt16LE(p) : data.readUInt16BE(p))
        const turn = Array.from({ length: two(entries) }, (_, i) => tag(i)).find((p) => two(p) === 0x0112)
        return turn !== undefined && two(turn + 8) > 1 ? [[name, two(turn + 8)]] : []
      })
    expect(turned).toEqual([
      ['bedroom.jpg', 6],
      ['kitchen-drawer.jpg', 8],
    ])
    const sound = Buffer.from(files.find((f) => f.name.endsWith('.wav'))?.bytes ?? [])
    expect(sound.toString('latin1', 0, 4) + sound.toString('latin1', 8, 12)).toBe('RIFFWAVE')
    expect(sound.readUInt32LE(4) + 8).toBe(sound.length)
  })

  it('change no length when a PDF is filled', () => {
    for (const day of ['2024-02-29', '2025-12-31', '2030-01-01']) {
      for (const file of readDemonstration(resources, day).exhibits.flatMap((e) =>
        e.file ? [e.file] : [],
      )) {
        if (file.name.endsWith('.pdf')) {
          expect(file.bytes.length).toBe(statSync(join(resources, 'demonstration/files', file.name)).size)
        }
      }
    }
  })
})

describe('placeholders', () => {
  it('become days in the style asked for', () => {
    expect(
      fillText(
        '{{-109}}|{{-109 long}}|{{-109 month}}|{{-109 weekday}}|{{0 padded}}|{{+1 slash}}',
        '2026-03-08',
      ),
    ).toBe('19 Nov 2025|19 November 2025|Nov 2025|Wednesday|08 Mar 2026|09/03/2026')
    expect(() => fillText('{{-1 roman}}', '2026-03-08')).toThrow(/date style/)
  })
  it('keep their length in a PDF', () => {
    const filled = fillPdf(Buffer.from('({{-000112}}) ({{-00112}}) ({{-112}})'), '2026-03-21')
    expect(Buffer.from(filled).toString()).toBe('(29 Nov 2025) (29/11/2025) (Nov 2025)')
  })
})
