import { counted } from '../../../casework/rules/words.ts'
import { sizeWords } from '../../shell/times.ts'
import { type Measure, readerWord } from './for-reader.ts'
import { fullness, type Profile } from './words.ts'
import './meter.css'

/** How many supplements are measured one by one; more that are frozen are taken together. */
const mostNamed = 2

/** How many pages and how large, of what the court sets as most: the bundle itself, and beside it each supplement. */
export function Meter({
  measures: [own, ...supplements],
  profile,
  reader,
}: {
  readonly measures: readonly Measure[]
  readonly profile: Profile
  /** Whose copy is measured; null for everyone's. */
  readonly reader: string | null
}) {
  const frozen = supplements.filter(({ waits }) => !waits)
  const single = frozen.length > mostNamed ? supplements.filter(({ waits }) => waits) : supplements
  return (
    <span className="grow bundles-meters">
      {own !== undefined && <One measure={own} profile={profile} reader={reader} />}
      {frozen.length > mostNamed && (
        <span className="cut small dim bundles-meter">
          {counted(frozen.length, 'supplement')} frozen: {counted(sum(frozen, 'pages'), 'page')}, about{' '}
          {sizeWords(sum(frozen, 'bytes'))}
        </span>
      )}
      {single.map((measure) => (
        <One key={measure.part} measure={measure} profile={profile} reader={reader} />
      ))}
    </span>
  )
}

const sum = (measures: readonly Measure[], what: 'pages' | 'bytes') =>
  measures.reduce((all, each) => all + each[what], 0)

function One({
  measure: { part, pages, bytes, waits },
  profile,
  reader,
}: {
  readonly measure: Measure
  readonly profile: Profile
  readonly reader: string | null
}) {
  const full = fullness(pages, bytes, profile)
  const words =
    profile.pages === null
      ? counted(pages, 'page')
      : `${pages.toLocaleString('en-GB')} of ${profile.pages.toLocaleString('en-GB')} pages`
  const size =
    profile.megabytes === null ? sizeWords(bytes) : `${sizeWords(bytes)} of ${profile.megabytes} MB`
  const called = part === '' ? '' : `${part.charAt(0).toUpperCase()}${part.slice(1)}`
  return (
    <span className={part === '' ? 'bundles-meter' : 'bundles-meter small dim'}>
      <span className="cut">
        {called !== '' && `${called}, ${waits ? 'not frozen' : 'frozen'}: `}
        <b className={full !== null && full > 1 ? 'bad' : ''}>{words}</b>
        {reader !== null && part === '' && ` for ${readerWord(reader)}`}
        {(bytes > 0 || part === '') && `, about ${size}`}
      </span>
      {full !== null && (
        // biome-ignore lint/a11y/useSemanticElements: drawn as the other bars are, which a meter element cannot be everywhere
        <span
          className={full > 1 ? 'progress over' : 'progress'}
          role="meter"
          aria-label={called === '' ? 'How full it is' : `How full the ${part} is`}
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
