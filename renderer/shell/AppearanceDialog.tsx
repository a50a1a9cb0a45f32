import { useState } from 'react'
import { Button, Segments } from '../parts/Button.tsx'
import { Dialog } from '../parts/Dialog.tsx'
import { type Appearance, chooseAppearance, readAppearance, textSizes } from '../state/appearance.ts'

/** Theme and text size. */
export function AppearanceDialog({ onClose }: { readonly onClose: () => void }) {
  const [now, setNow] = useState(readAppearance)
  const choose = (part: Partial<Appearance>) => {
    const next = { ...now, ...part }
    setNow(next)
    chooseAppearance(next)
  }
  return (
    <Dialog title="Appearance" open onClose={onClose} acts={<Button onClick={onClose}>Close</Button>}>
      <div className="field">
        <span className="label">Theme</span>
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
      <div className="field">
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
    </Dialog>
  )
}
