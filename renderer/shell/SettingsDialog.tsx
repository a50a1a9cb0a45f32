import { useState } from 'react'
import { lockMinutes, type MachineSettings } from '../../casework/contract/settings.ts'
import { useAsk, useDo } from '../data/ask.ts'
import { Button, Segments } from '../parts/Button.tsx'
import { Dialog } from '../parts/Dialog.tsx'
import { ErrorNote } from '../parts/Note.tsx'
import { type Appearance, chooseAppearance, readAppearance, textSizes } from '../state/appearance.ts'

/** How the window looks, and when the cases lock by themselves. Each choice holds at once. */
export function SettingsDialog({ onClose }: { readonly onClose: () => void }) {
  return (
    <Dialog title="Settings" open onClose={onClose} acts={<Button onClick={onClose}>Close</Button>}>
      <LockSettings />
      <LookSettings />
    </Dialog>
  )
}

function LockSettings() {
  const asked = useAsk('machine.settings', {})
  const set = useDo('machine.setSettings')
  const [choice, setChoice] = useState<Partial<MachineSettings>>({})
  const now = asked.data === undefined ? undefined : { ...asked.data, ...choice }
  // Shown at once; taken back with the reason when it could not be kept.
  const choose = (part: Partial<MachineSettings>) => {
    setChoice({ ...choice, ...part })
    set.run(part).catch(() => setChoice({}))
  }
  return (
    <section className="settings" aria-labelledby="settings-lock">
      <h3 id="settings-lock">Locking</h3>
      <ErrorNote error={asked.error ?? set.error} />
      <div className="settings-line">
        <label htmlFor="lock-minutes">After nobody has been here for</label>
        <select
          id="lock-minutes"
          className="input"
          disabled={now === undefined}
          value={now?.lockMinutes ?? 10}
          onChange={(event) => choose({ lockMinutes: Number(event.target.value) })}
        >
          {[...new Set([...lockMinutes, now?.lockMinutes ?? 10])]
            .toSorted((a, b) => a - b)
            .map((minutes) => (
              <option key={minutes} value={minutes}>
                {minutes === 1 ? '1 minute' : `${minutes} minutes`}
              </option>
            ))}
        </select>
      </div>
      <label className="check">
        <input
          type="checkbox"
          disabled={now === undefined}
          checked={now?.lockWithScreen ?? true}
          onChange={(event) => choose({ lockWithScreen: event.target.checked })}
        />
        When the screen locks
      </label>
      <label className="check">
        <input
          type="checkbox"
          disabled={now === undefined}
          checked={now?.lockAtSleep ?? true}
          onChange={(event) => choose({ lockAtSleep: event.target.checked })}
        />
        When the machine sleeps
      </label>
      <label className="check">
        <input type="checkbox" checked disabled />
        When the window closes, always
      </label>
      <p className="small faint">
        Locking closes every case, wipes its keys from memory and empties the window. What was saved is kept.
      </p>
    </section>
  )
}

function LookSettings() {
  const [now, setNow] = useState(readAppearance)
  const choose = (part: Partial<Appearance>) => {
    const next = { ...now, ...part }
    setNow(next)
    chooseAppearance(next)
  }
  return (
    <section className="settings" aria-labelledby="settings-look">
      <h3 id="settings-look">Appearance</h3>
      <div className="settings-line">
        <span>Theme</span>
        <Segments
          name="Theme"
          value={now.theme}
          onChange={(theme) => choose({ theme })}
          options={[
            { value: 'system', word: 'As the system' },
            { value: 'light', word: 'Light' },
            { value: 'dark', word: 'Dark' },
          ]}
        />
      </div>
      <div className="settings-line">
        <label htmlFor="text-size">Text size</label>
        <select
          id="text-size"
          className="input"
          value={now.text}
          onChange={(event) => choose({ text: Number(event.target.value) })}
        >
          {textSizes.map((size) => (
            <option key={size} value={size}>
              {size} %
            </option>
          ))}
        </select>
      </div>
    </section>
  )
}
