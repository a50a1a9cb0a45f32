import { type ReactNode, useState } from 'react'
import { useDroppedFiles } from '../../shell/drop.ts'
import { Picker } from '../picker/Picker.tsx'
import { type Chosen, ImportProgress, ImportStart } from './ImportSheet.tsx'
import { madeBy } from './import-summary.ts'
import { useImport } from './use-import.ts'

type Sheet =
  | { readonly show: 'pick'; readonly what: 'files' | 'folders'; readonly chosen: readonly Chosen[] }
  | { readonly show: 'start'; readonly chosen: readonly Chosen[] }
  | { readonly show: 'hidden' }

/**
 * Bringing files in, from a press of a key or a drop to a verdict for each. `sheets` is whatever stands over the screen
 * now; `begin` asks for files, or shows the import that is under way.
 */
export function useImportFlow(
  caseId: string,
  hear: { readonly onOpen: (id: string) => void; readonly onSelect: (ids: readonly string[]) => void },
): { readonly begin: () => void; readonly sheets: ReactNode } {
  const coming = useImport(caseId)
  const [sheet, setSheet] = useState<Sheet | null>(null)
  const { state } = coming

  // A second drop while the sheet is open adds to it; one while files are coming in waits for them.
  useDroppedFiles((places) =>
    setSheet((before) => ({
      show: 'start',
      chosen: [
        ...(before !== null && before.show !== 'hidden' ? before.chosen : []),
        ...places.map((id) => ({ id, name: '' })),
      ],
    })),
  )
  const finish = () => {
    coming.dismiss()
    setSheet(null)
  }
  const shown =
    state !== null && (sheet === null || (sheet.show === 'hidden' && state.step !== 'running')) ? state : null

  return {
    begin: () => setSheet(state === null ? { show: 'pick', what: 'files', chosen: [] } : null),
    sheets: (
      <>
        {sheet?.show === 'pick' && (
          <Picker
            title={sheet.what === 'files' ? 'Choose files to import' : 'Choose a folder to import'}
            show={sheet.what}
            many
            act="Choose"
            onPick={(places) =>
              setSheet({
                show: 'start',
                chosen: [...sheet.chosen, ...places.map(({ id, name }) => ({ id, name }))],
              })
            }
            onClose={() =>
              setSheet(sheet.chosen.length === 0 ? null : { show: 'start', chosen: sheet.chosen })
            }
          />
        )}
        {sheet?.show === 'start' && (
          <ImportStart
            chosen={sheet.chosen}
            waiting={state?.step === 'running'}
            onMore={(what) => setSheet({ show: 'pick', what, chosen: sheet.chosen })}
            onStart={(producer) => {
              coming.start(
                sheet.chosen.map(({ id }) => id),
                producer,
              )
              setSheet(null)
            }}
            onClose={() => setSheet(null)}
          />
        )}
        {shown !== null && (
          <ImportProgress
            state={shown}
            onCancel={coming.cancel}
            onHide={() => setSheet({ show: 'hidden' })}
            onDone={(select) => {
              finish()
              if (select && shown.step === 'done') hear.onSelect(madeBy(shown.items))
            }}
            onOpen={(id) => {
              finish()
              hear.onOpen(id)
            }}
          />
        )}
      </>
    ),
  }
}
