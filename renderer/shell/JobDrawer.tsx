import { useJobList, useJobs } from '../data/jobs.ts'
import { Button } from '../parts/Button.tsx'
import { ErrorNote } from '../parts/Note.tsx'
import { ProgressBar } from '../parts/Progress.tsx'

/** Long work: what runs, how far it has got, and Cancel. */
export function JobDrawer({ onClose }: { readonly onClose: () => void }) {
  const jobs = useJobs()
  const list = useJobList()
  return (
    <aside className="drawer float" aria-label="Work under way" data-region tabIndex={-1}>
      <div className="h">
        <h2 className="grow">Work under way</h2>
        <Button look="bare" size="slim" onClick={onClose}>
          Close
        </Button>
      </div>
      {list.length === 0 && <p className="dim">Nothing is running.</p>}
      {list.map((job) => (
        <section key={job.id} className="v" aria-label={job.title}>
          <div className="h">
            <b className="grow">{job.title}</b>
            {job.state === 'running' ? (
              <Button size="slim" onClick={() => jobs.cancel(job.id)}>
                Cancel
              </Button>
            ) : (
              <Button size="slim" look="bare" onClick={() => jobs.dismiss(job.id)}>
                Clear
              </Button>
            )}
          </div>
          {job.state === 'running' && (
            <ProgressBar name={job.title} done={job.at?.done ?? 0} total={job.at?.total ?? 0} />
          )}
          <span className="small dim">
            {job.state === 'done'
              ? 'Done'
              : job.at === null
                ? 'Starting'
                : `${job.at.total > 0 ? `${job.at.done} of ${job.at.total}` : ''} ${job.at.note}`.trim()}
          </span>
          <ErrorNote error={job.error} />
        </section>
      ))}
    </aside>
  )
}
