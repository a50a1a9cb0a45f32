/** What a bundle is called, until someone says otherwise. */
export const usualTitle = 'Evidence bundle'

/** What a person has said of the bundle to build. `fileName` null follows the title and the date. */
export interface Cover {
  readonly title: string
  readonly subtitle: string
  readonly date: string | null
  readonly fileName: string | null
  readonly folder: { readonly id: string; readonly name: string } | null
}

/** A cover nobody has touched yet. */
export const freshCover: Cover = { title: usualTitle, subtitle: '', date: null, fileName: null, folder: null }

/**
 * The file name for a title and a date, made from the one that was planned for the usual title on `today`: what stands
 * before them (the case number and its short name) is kept. Characters that no system takes are left out.
 */
export function fileNameFor(planned: string, cover: Cover, today: string): string {
  if (cover.fileName !== null) return cover.fileName
  const tail = `${usualTitle} ${today}.pdf`
  const title = cover.title
    .replace(/[\\/:*?"<>|\p{Cc}\p{Cf}]/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim()
  if (!planned.endsWith(tail)) return planned
  const front = planned.slice(0, -tail.length)
  const end = [[...title].slice(0, 49).join('').trim(), cover.date ?? today].filter(Boolean).join(' ')
  return `${front}${end}.pdf`
}

/** What is wrong with a cover, by field. */
export type CoverFaults = { readonly title?: string; readonly fileName?: string }

/** Why a cover can't be built from, by field; empty when it can. */
export function coverFaults(cover: Cover, fileName: string): CoverFaults {
  return {
    ...(cover.title.trim() === '' ? { title: 'A bundle needs a title.' } : {}),
    ...(fileName.replace(/\.pdf$/i, '').trim() === '' ? { fileName: 'The file needs a name.' } : {}),
    ...(/[\\/]/.test(fileName) ? { fileName: 'A file name can’t hold a slash.' } : {}),
  }
}
