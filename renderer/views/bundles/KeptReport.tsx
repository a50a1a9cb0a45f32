import { useMemo } from 'react'
import { useAsk } from '../../data/ask.ts'
import { Button } from '../../parts/Button.tsx'
import { ErrorNote } from '../../parts/Note.tsx'
import { Pane } from '../../parts/Panes.tsx'
import { stampWords } from '../../shell/times.ts'
import { Built, Fact } from './Built.tsx'
import { keptWords } from './report-lines.ts'

/** The report of a copy built before, as the case keeps it. */
export function KeptReport({
  caseId,
  copy,
  onDone,
}: {
  readonly caseId: string
  readonly copy: string
  readonly onDone: () => void
}) {
  const { data, error } = useAsk('bundle.report', { caseId, copy })
  const names = useMemo(() => new Map(data?.names.map(({ id, name }) => [id, name])), [data])
  if (data === undefined)
    return (
      <Pane name="What was built">
        <div className="head">
          <h1 className="cut grow">Build report</h1>
          <Button look="first" onClick={onDone}>
            Back to the bundle
          </Button>
        </div>
        <div className="pane-body bundles-built">
          <ErrorNote error={error} />
        </div>
      </Pane>
    )
  const facts = (
    <>
      <Fact label="Built">
        {stampWords(data.at)}, by {data.by}
      </Fact>
      <Fact label="From">{keptWords(data)}</Fact>
    </>
  )
  return (
    <Built result={data} file={null} names={names} when={{ title: 'Build report', facts }} onDone={onDone} />
  )
}
