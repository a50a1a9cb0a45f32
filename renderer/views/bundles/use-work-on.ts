import { useState } from 'react'
import type { Result } from '../../../casework/contract/contract.ts'
import { useAsk } from '../../data/ask.ts'
import { useJobs } from '../../data/jobs.ts'
import { useKept, useWork } from '../../data/kept.ts'
import { frozenToBuild } from './Foot.tsx'
import type { Builder } from './use-builder.ts'
import { copyName } from './words.ts'

/** Building and freezing a bundle: long work that goes on while other screens are shown. */
export function useWorkOn(caseId: string, bundle: string, builder: Builder) {
  const jobs = useJobs()
  const building = useWork<Result<'bundle.build'>>(`bundle-build ${bundle}`)
  const freezing = useWork<Result<'bundle.freeze'>>(`bundle-freeze ${bundle}`)
  const [named, setNamed] = useKept<string | null>(`bundle-file ${bundle}`, null)
  const [withVerifier, setWithVerifier] = useKept<boolean>(`bundle-verifier ${bundle}`, true)
  const [apart, setApart] = useKept<boolean>(`bundle-apart ${bundle}`, false)
  const [reading, setReading] = useState<string | null>(null)
  const [chosen, setReader] = useKept<string | null>(`bundle-reader ${bundle}`, null)
  const { versions = [], copies = [] } = useAsk('bundle.versions', { caseId, bundle }).data ?? {}
  const { plan } = builder
  const title = plan?.bundle?.fields.title ?? ''
  const version = plan === undefined ? null : frozenToBuild(plan)
  const reader = chosen !== null && plan?.profile.readers.includes(chosen) ? chosen : null
  const offered = (of: number | null) =>
    copyName(plan?.fileName ?? '', of, reader, versions.find((each) => each.version === of)?.part)
  const nameFor = (of: number | null) => named ?? offered(of)

  return {
    building,
    freezing,
    version,
    reader,
    setReader,
    fileName: nameFor(version),
    withVerifier,
    setWithVerifier,
    apart,
    setApart,
    /** Why the folder did not take the name that was asked for. */
    fileFault:
      building.work.step === 'failed' && building.work.error.at === 'fileName'
        ? building.work.error.message
        : '',
    setFileName: (name: string) => {
      if (building.work.step === 'failed') building.dismiss()
      setNamed(name.trim() === '' || name === offered(version) ? null : name.trim())
    },
    /** What came of the build that just ended, until it is put away. */
    ended: building.work.step === 'done' ? building.work.result : null,
    /** The copy whose report is being read again. */
    reading,
    /** The newest copy whose report was kept. */
    last: copies.find(({ verified }) => verified !== 'unknown') ?? null,
    read: (copy: string) => setReading(copy),
    done: () => {
      setReading(null)
      if (building.work.step === 'done') building.dismiss()
    },
    build: (to: string, of: number | null) =>
      building.start(() =>
        jobs.start(
          'bundle.build',
          {
            caseId,
            bundle,
            version: of,
            ...(reader === null ? {} : { reader }),
            to,
            fileName: nameFor(of),
            withVerifier,
            apart: apart && plan?.profile.separate !== '',
          },
          `Building ${title}`,
        ),
      ),
    freeze: () => freezing.start(() => jobs.start('bundle.freeze', { caseId, bundle }, `Freezing ${title}`)),
  }
}
export type WorkOn = ReturnType<typeof useWorkOn>
