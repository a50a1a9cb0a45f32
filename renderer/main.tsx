import './quiet.ts'
import './style/fonts.css'
import './style/tokens.css'
import './style/base.css'
import './style/parts.css'
import './style/floats.css'
import './style/panes.css'
import './style/forms.css'
import './style/shell.css'
import { createRoot } from 'react-dom/client'
import { App } from './shell/App.tsx'
import { applyAppearance, readAppearance } from './state/appearance.ts'
import { keepFocus } from './state/keep-focus.ts'

applyAppearance(readAppearance())
const desk = document.getElementById('desk')!
keepFocus(desk)
createRoot(desk).render(<App />)
