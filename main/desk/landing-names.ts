import { begunNames, unfinishedName } from '../services/bundle/index.ts'
import { type Host, stillRuns } from '../services/case-store/index.ts'
import { openUnfinished, type Unfinished } from '../services/machine/unfinished.ts'

/** The memory of what this process writes outside of cases, by the names such files have until they are whole. */
export function openUnfinishedNamed(
  machineDir: string,
  random: (n: number) => Uint8Array,
  host: Host,
): Unfinished {
  const { name, bootId, pid, startTime } = host
  return openUnfinished(machineDir, random, {
    writer: { name, bootId, pid, startTime },
    runs: (writer) => stillRuns(writer, host),
    names: (kind, to) => (kind === 'bundle' ? begunNames(to) : [unfinishedName(to)]),
  })
}
