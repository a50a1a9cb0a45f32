import { counted } from '../../../casework/rules/words.ts'
import { sizeWords } from '../../shell/times.ts'
import { readerWord } from './for-reader.ts'
import { fullness, type Profile } from './words.ts'

/** How many pages and how large, of what the court sets as most. */
export function Meter({
  pages,
  bytes,
  profile,
  reader,
}: {
  readonly pages: number
  readonly bytes: number
  readonly profile: Profile
  /** Whose copy is measured; null for everyone's. */
  readonly reader: string | null
}) {
  const full = fullness(pages, bytes, profile)
  const words =
    profile.pages === null
      ? counted(pages, 'page')
      : `${pages.toLocaleString('en-GB')} of ${profile.pages.toLocaleString('en-GB')} pages`
  const size =
    profile.megabytes === null ? sizeWords(bytes) : `${sizeWords(bytes)} of ${profile.megabytes} MB`
  return (
    <span className="grow bundles-meter">
      <span className="cut">
        <b className={full !== null && full > 1 ? 'bad' : ''}>{words}</b>
        {reader !== null && ` for ${readerWord(reader)}`}, about {size}
      </span>
      {full !== null && (
        // biome-ignore lint/a11y/useSemanticElements: drawn as the other bars are, which a meter element cannot be everywhere
        <span
          className={full > 1 ? 'progress over' : 'progress'}
          role="meter"
          aria-label="How full it is"
          aria-valuemin={0}
          aria-valuemax={100}
          aria-valuenow={Math.min(100, Math.round(full * 100))}
        >
          <span style={{ width: `${Math.min(1, full) * 100}%` }} />
        </span>
      )}
    </span>
  )
}
