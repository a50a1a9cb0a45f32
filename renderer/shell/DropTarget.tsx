import { useContext, useEffect, useState } from 'react'
import { grantFiles } from '../api.ts'
import { useMachine } from '../data/machine.ts'
import { toast } from '../parts/Toast.tsx'
import { useRouter } from '../state/use-router.ts'
import { DropsContext } from './drop.ts'

const hasFiles = (event: DragEvent) => event.dataTransfer?.types.includes('Files') ?? false

/** The whole window takes dropped files: they go to the Evidence screen of the case in hand. */
export function DropTarget() {
  const drops = useContext(DropsContext)
  const router = useRouter()
  const [over, setOver] = useState(false)
  const open = useMachine().data?.cases.filter((each) => each.state === 'open') ?? []
  const only = open.length === 1 ? open[0]!.caseId : null

  useEffect(() => {
    const depth = { now: 0 }
    const enter = (event: DragEvent) => {
      if (!hasFiles(event)) return
      depth.now += 1
      setOver(true)
    }
    const leave = () => {
      depth.now = Math.max(0, depth.now - 1)
      if (depth.now === 0) setOver(false)
    }
    const hover = (event: DragEvent) => {
      if (!hasFiles(event)) return
      event.preventDefault()
      if (event.dataTransfer) event.dataTransfer.dropEffect = 'copy'
    }
    const drop = async (event: DragEvent) => {
      if (!hasFiles(event)) return
      event.preventDefault()
      depth.now = 0
      setOver(false)
      const files = [...(event.dataTransfer?.files ?? [])]
      const caseId = router.here().caseId ?? only
      if (files.length === 0) return
      if (caseId === null) {
        toast({ words: 'Open the case these files belong to, then drop them again.' })
        return
      }
      const places = await grantFiles(files)
      if (router.here().section !== 'evidence' || router.here().caseId !== caseId)
        router.go({ section: 'evidence', caseId })
      drops?.give(places)
    }
    const dropped = (event: DragEvent) => void drop(event)
    window.addEventListener('dragenter', enter)
    window.addEventListener('dragleave', leave)
    window.addEventListener('dragover', hover)
    window.addEventListener('drop', dropped)
    return () => {
      window.removeEventListener('dragenter', enter)
      window.removeEventListener('dragleave', leave)
      window.removeEventListener('dragover', hover)
      window.removeEventListener('drop', dropped)
    }
  }, [drops, router, only])

  if (!over) return null
  return (
    <div className="drop-veil">
      <h1>Drop to add as evidence</h1>
      <p>Each file is read, hashed and sealed into the case. The originals stay where they are.</p>
    </div>
  )
}
