import { useEffect, useState } from 'react'
import type { Colours } from './paint.ts'

export interface Theme {
  readonly colours: Colours
  /** Px for each px at the usual text size. */
  readonly unit: number
  readonly fine: number
  readonly fonts: {
    readonly plain: string
    readonly strong: string
    readonly axis: string
    readonly heading: string
  }
}

const tokens = {
  surface: '--surface',
  line: '--line',
  edge: '--edge',
  ink: '--ink',
  ink2: '--ink-2',
  ink3: '--ink-3',
  water: '--water',
  onWater: '--on-water',
  sand: '--sand',
  sandInk: '--sand-ink',
  focus: '--focus',
} as const

// A token may be light-dark() or a system colour, so only an element that wears it knows what it comes to.
function readTheme(): Theme {
  const probe = document.createElement('span')
  probe.hidden = true
  probe.style.forcedColorAdjust = 'none'
  document.body.append(probe)
  const read = (token: string) => {
    probe.style.color = `var(${token})`
    return getComputedStyle(probe).color
  }
  const colours = Object.fromEntries(
    Object.entries(tokens).map(([name, token]) => [name, read(token)]),
  ) as unknown as Colours
  probe.remove()
  const root = getComputedStyle(document.documentElement)
  const unit = Number.parseFloat(root.fontSize) / 16
  const family = root.getPropertyValue('--ui')
  const font = (weight: number) => `${weight} ${11 * unit}px ${family}`
  return {
    colours,
    unit,
    fine: window.devicePixelRatio,
    fonts: { plain: font(500), strong: font(600), axis: font(400), heading: font(600) },
  }
}

/** The colours, sizes and fonts to draw with, read again when the theme, the contrast, the text size or the screen changes. */
export function useTheme(): Theme {
  const [theme, setTheme] = useState(readTheme)
  useEffect(() => {
    const again = () => setTheme(readTheme())
    const asked = [
      '(prefers-color-scheme: dark)',
      '(forced-colors: active)',
      `(resolution: ${theme.fine}dppx)`,
    ].map((query) => window.matchMedia(query))
    for (const each of asked) each.addEventListener('change', again)
    const watcher = new MutationObserver(again)
    watcher.observe(document.documentElement, { attributes: true })
    return () => {
      for (const each of asked) each.removeEventListener('change', again)
      watcher.disconnect()
    }
  }, [theme.fine])
  useEffect(() => {
    const live = { here: true }
    // Words measured in a fallback font would be set too wide or too narrow.
    void document.fonts.ready.then(() => live.here && setTheme(readTheme()))
    return () => {
      live.here = false
    }
  }, [])
  return theme
}
