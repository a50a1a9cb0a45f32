/** How the window looks. Kept by the window's own profile; holds nothing of any case. */
export interface Appearance {
  readonly theme: 'system' | 'light' | 'dark'
  /** Text size in per cent, 80 to 200. */
  readonly text: number
}
const place = 'turnstone.appearance'
export const textSizes = [80, 90, 100, 110, 125, 150, 175, 200] as const

/** An appearance from stored text; anything unreadable is the system's theme at 100 %. */
export function parseAppearance(stored: string | null): Appearance {
  try {
    const read = JSON.parse(stored ?? '{}') as Partial<Appearance>
    const theme = read.theme === 'light' || read.theme === 'dark' ? read.theme : 'system'
    const text = Number(read.text)
    return { theme, text: text >= 80 && text <= 200 ? text : 100 }
  } catch {
    return { theme: 'system', text: 100 }
  }
}

/** The appearance last chosen in this profile. */
export function readAppearance(): Appearance {
  try {
    return parseAppearance(localStorage.getItem(place))
  } catch {
    // A profile without storage starts afresh each time.
    return parseAppearance(null)
  }
}

/** Dresses the window. */
export function applyAppearance({ theme, text }: Appearance): void {
  const root = document.documentElement
  if (theme === 'system') delete root.dataset['theme']
  else root.dataset['theme'] = theme
  root.style.fontSize = `${text}%`
}

/** Dresses the window and remembers it where the profile can. */
export function chooseAppearance(appearance: Appearance): void {
  applyAppearance(appearance)
  try {
    localStorage.setItem(place, JSON.stringify(appearance))
  } catch {
    // Nothing to do: it holds until the window closes.
  }
}
