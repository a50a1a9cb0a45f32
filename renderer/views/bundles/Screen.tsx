import { useState } from 'react'
import type { Result } from '../../../casework/contract/contract.ts'
import { useJobs } from '../../data/jobs.ts'
import { useWork } from '../../data/kept.ts'
import { useKeys } from '../../state/use-keys.ts'
import { useCaseId, useRouter, useSpot } from '../../state/use-router.ts'
import { Picker } from '../picker/Picker.tsx'
import { Builder } from './Builder.tsx'
import { BundleList } from './BundleList.tsx'
import './bundles.css'
import './side.css'
import { NewBundle } from './NewBundle.tsx'
import { VerifyDialog } from './VerifyDialog.tsx'

/** Bundles: those of the case, and the one that is open, being arranged, frozen and built. */
export function Screen() {
  const caseId = useCaseId()
  const { item } = useSpot()
  const router = useRouter()
  const jobs = useJobs()
  const verifying = useWork<Result<'bundle.verify'>>(`bundle-verify ${caseId}`)
  const [over, setOver] = useState<'new' | 'verify' | null>(null)

  useKeys('Bundles', item === null ? [{ key: 'N', does: 'New bundle', run: () => setOver('new') }] : [])

  return (
    <>
      {item === null ? (
        <BundleList
          caseId={caseId}
          onOpen={(id) => router.open(id)}
          onNew={() => setOver('new')}
          onVerify={() => setOver('verify')}
        />
      ) : (
        <Builder key={item} caseId={caseId} bundle={item} onVerify={() => setOver('verify')} />
      )}
      {over === 'new' && (
        <NewBundle
          caseId={caseId}
          onMade={(id) => {
            setOver(null)
            router.open(id)
          }}
          onClose={() => setOver(null)}
        />
      )}
      {over === 'verify' && (
        <Picker
          title="Choose a bundle to verify"
          show="bundles"
          act="Verify"
          onPick={([place]) => {
            setOver(null)
            if (place !== undefined)
              verifying.start(() =>
                jobs.start('bundle.verify', { file: place.id }, `Verifying ${place.name}`),
              )
          }}
          onClose={() => setOver(null)}
        />
      )}
      {verifying.work.step !== 'none' && (
        <VerifyDialog work={verifying.work} onCancel={verifying.cancel} onClose={verifying.dismiss} />
      )}
    </>
  )
}
