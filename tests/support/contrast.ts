import type { Page } from '@playwright/test'

/** By day and by night, in the window's colours and in a person's own. */
export const looks = [
  { colorScheme: 'light', forcedColors: 'none' },
  { colorScheme: 'dark', forcedColors: 'none' },
  { colorScheme: 'light', forcedColors: 'active' },
  { colorScheme: 'dark', forcedColors: 'active' },
] as const

/**
 * The words in sight that stand out too little from what is behind them, by WCAG's figures (1.4.3): 4.5 to 1, or 3 to 1
 * where they are large. What is out of use is left out, as it is there. Each as “words: ratio (colour on colour)”.
 */
export const faintWords = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    type Colour = readonly [r: number, g: number, b: number, a: number]
    const canvas = document.createElement('canvas').getContext('2d', { willReadFrequently: true })!
    const read = (words: string): Colour => {
      canvas.clearRect(0, 0, 1, 1)
      canvas.fillStyle = words
      canvas.fillRect(0, 0, 1, 1)
      const [r, g, b, a] = canvas.getImageData(0, 0, 1, 1).data
      return [r!, g!, b!, a! / 255]
    }
    const over = (top: Colour, below: Colour): Colour => {
      const mix = (at: 0 | 1 | 2) => top[at] * top[3] + below[at] * (1 - top[3])
      return [mix(0), mix(1), mix(2), 1]
    }
    const light = ([r, g, b]: Colour) => {
      const part = (value: number) =>
        value / 255 <= 0.04045 ? value / 255 / 12.92 : ((value / 255 + 0.055) / 1.055) ** 2.4
      return 0.2126 * part(r) + 0.7152 * part(g) + 0.0722 * part(b)
    }
    const behind = (element: Element | null): Colour => {
      if (element === null) return read(getComputedStyle(document.documentElement).backgroundColor)
      const own = read(getComputedStyle(element).backgroundColor)
      return own[3] === 1 ? own : over(own, behind(element.parentElement))
    }
    const inSight = (element: Element) => {
      const box = element.getBoundingClientRect()
      const [x, y] = [box.left + Math.min(box.width / 2, 8), box.top + box.height / 2]
      const there = document.elementFromPoint(x, y)
      return there !== null && (there === element || element.contains(there) || there.contains(element))
    }
    const found = new Set<string>()
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
    while (walker.nextNode()) {
      const words = walker.currentNode.textContent?.trim() ?? ''
      const element = walker.currentNode.parentElement
      if (words === '' || element === null || element.closest(':disabled, [aria-disabled=true], .unseen'))
        continue
      const style = getComputedStyle(element)
      if (style.visibility !== 'visible' || !inSight(element)) continue
      // Letters laid unseen over a page, so that its picture can be searched.
      const ink = read(style.color)
      if (ink[3] === 0) continue
      const back = behind(element)
      const fore = over(ink, back)
      const [a, b] = [light(fore), light(back)].toSorted((one, other) => other - one) as [number, number]
      const ratio = (a + 0.05) / (b + 0.05)
      const size = Number.parseFloat(style.fontSize)
      const large = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700)
      if (ratio < (large ? 3 : 4.5))
        found.add(
          `${words.slice(0, 40)}: ${ratio.toFixed(2)} (${style.color} on ${back.slice(0, 3).map(Math.round).join()})`,
        )
    }
    return [...found]
  })
