import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { volumeFileName } from '../../../../main/services/bundle/file-name.ts'
import {
  bundleFileName,
  bundleProfile,
  readProfile,
  verifyBundle,
} from '../../../../main/services/bundle/index.ts'
import { build, document, folder, pageTexts, plan, resources } from './workshop.ts'

const folderOf = join(resources, 'profiles')
const names = readdirSync(folderOf).map((file) => file.replace(/\.json$/, ''))

describe('the profiles that ship', () => {
  test('are nine, each under its own name', () => {
    expect(names).toEqual([
      'cps-file',
      'crown-court',
      'family',
      'financial-remedy',
      'general',
      'internal-review',
      'tribunal',
      'us-federal',
      'witness-pack',
    ])
  })

  for (const id of names)
    test(id, async () => {
      const profile = readProfile(join(folderOf, `${id}.json`))
      expect(profile.id).toBe(id)
      const letters = profile.sections.map((section) => section.letter)
      expect(new Set(letters).size).toBe(letters.length)
      // Nothing is taken by two sections: what goes in without being asked goes in once.
      const takes = profile.sections.flatMap((section) => section.takes)
      expect(new Set(takes).size).toBe(takes.length)
      const what = { reason: 'Elsewhere.', facts: [], kind: 'placeholder' as const }
      const to = join(folder(), 'b.pdf')
      const built = await build(
        plan([], {
          profile,
          sections: profile.sections.map(({ letter, title }, s) => ({
            letter,
            title,
            documents: [document(`${s}`, `Document ${s}`, what)],
          })),
        }),
        to,
      )
      expect((await verifyBundle(to)).findings).toEqual([])
      expect(built.sections.map((section) => section.letter)).toEqual(letters)
      expect(built.sections.every((section) => (section.divider !== null) === profile.dividers)).toBe(true)
      const [cover, index] = pageTexts(to)
      expect(cover).toMatch(
        profile.numbering === 'sections' ? /Section letter and number/ : /One run of numbers/,
      )
      expect(index!.includes('Date')).toBe(profile.indexStyle === 'dated')
    })

  test('say what they must', () => {
    const general = readProfile(join(folderOf, 'general.json'))
    const { limits, ...without } = general
    expect(bundleProfile.safeParse(without).success).toBe(false)
    expect(bundleProfile.safeParse({ ...general, limits: { ...limits, beyond: 'never' } }).success).toBe(
      false,
    )
    expect(bundleProfile.safeParse({ ...general, numbering: 'backwards' }).success).toBe(false)
    expect(bundleProfile.safeParse({ ...general, colour: 'red' }).success).toBe(false)
  })
})

test('a bundle is named by its profile’s template, the date kept whatever is cut', () => {
  const naming = {
    caseTitle: 'R v Whitlock: and Hoxha',
    title: 'Trial bundle',
    urn: '99NM0042725',
    date: '2026-05-18',
  }
  expect(bundleFileName(naming, '{case} {title} {urn} {date}')).toBe(
    'R v Whitlock and Hoxha Trial bundle 99NM0042725 2026-05-18.pdf',
  )
  expect(bundleFileName(naming, '{case} {title} {date} internal')).toBe(
    'R v Whitlock and Hoxha Trial bundle 2026-05-18 internal.pdf',
  )
  expect(bundleFileName({ ...naming, urn: '' }, '{urn} {date} {title}')).toBe('2026-05-18 Trial bundle.pdf')
  const long = { ...naming, caseTitle: 'Ł'.repeat(90), title: '{urn}/'.repeat(30) }
  for (const template of names.map((id) => readProfile(join(folderOf, `${id}.json`)).fileName)) {
    const name = bundleFileName(long, template)
    expect([...name].length).toBeLessThanOrEqual(100)
    expect(name).toContain('2026-05-18')
    expect(name).not.toMatch(/[\\/:*?"<>|]/)
    const volume = volumeFileName(name, 12)
    expect([...volume].length).toBeLessThanOrEqual(100)
    expect(volume).toMatch(/ vol 12\.pdf$/)
  }
})
