import { useQuery, useQueryClient } from '@tanstack/react-query'
import { OctagonAlert, Shield, ShieldCheck } from 'lucide-react'
import type { Result } from '../../casework/contract/contract.ts'
import { counted } from '../../casework/rules/words.ts'
import { useJobList, useJobs } from '../data/jobs.ts'
import { announce } from '../parts/Announce.tsx'
import { filesWords } from './files-words.ts'

const title = 'Checking every file'

/** How the files of the open case stand: not checked since it was opened, or what the last check found. */
export function FilesState({ caseId, exhibits }: { readonly caseId: string; readonly exhibits: number }) {
  const jobs = useJobs()
  const queries = useQueryClient()
  const key = ['files.checked', caseId]
  const checked = useQuery<Result<'evidence.check'> | null>({
    queryKey: key,
    queryFn: () => null,
    enabled: false,
    initialData: null,
  }).data
  const running = useJobList().some((job) => job.title === title && job.state === 'running')
  const found = checked === null ? null : filesWords(checked.items)
  const check = async () => {
    const result = await jobs.start('evidence.check', { caseId, ids: null }, title).catch(() => null)
    if (result === null) return
    queries.setQueryData(key, result)
    announce(filesWords(result.items).words)
  }
  const Icon = found === null ? Shield : found.well ? ShieldCheck : OctagonAlert
  return (
    <button
      type="button"
      className={found !== null && !found.well ? 'minor bad' : 'minor'}
      title="Check every file against the hash it was taken in with"
      disabled={running}
      onClick={() => void check()}
    >
      <Icon className="i s" aria-hidden />
      {running ? title : (found?.words ?? `${counted(exhibits, 'exhibit')} · check files`)}
    </button>
  )
}
