import type { Page } from '@playwright/test'

/** What has the focus, as a person would name it. */
const focused = (page: Page) =>
  page.evaluate(() => {
    const at = document.activeElement as HTMLElement | null
    if (at === null || at === document.body) return ''
    const labelled = (at.getAttribute('aria-labelledby') ?? '')
      .split(' ')
      .map((id) => document.getElementById(id)?.textContent ?? '')
      .join(' ')
      .trim()
    const labels = [...((at as HTMLInputElement).labels ?? [])]
      .map((label) => label.textContent ?? '')
      .join(' ')
    return (at.getAttribute('aria-label') || labelled || labels || at.textContent || '')
      .replace(/\s+/g, ' ')
      .trim()
  })

const most = 120
const patience = 15_000

/**
 * Tabs until what is called `name` has the focus; what is not there yet is waited for, as a person does. Says what was
 * passed on the way when it can't be reached.
 */
export async function tabTo(page: Page, name: string | RegExp, key = 'Tab'): Promise<void> {
  const passed: string[] = []
  const is = (words: string) =>
    typeof name === 'string' ? words === name || words.startsWith(`${name} `) : name.test(words)
  const until = Date.now() + patience
  for (let step = 0; step < most || Date.now() < until; step++) {
    const words = await focused(page)
    if (is(words)) return
    passed.push(words.slice(0, 40))
    await page.keyboard.press(key)
  }
  throw new Error(`The keyboard does not reach “${name}”. It went past: ${[...new Set(passed)].join(' | ')}`)
}

/** Tabs to a field and types in it, in place of what it holds. */
export async function typeIn(page: Page, name: string | RegExp, text: string): Promise<void> {
  await tabTo(page, name)
  await page.keyboard.press('ControlOrMeta+A')
  await page.keyboard.type(text)
}

/** Tabs to a button and presses it. */
export async function press(page: Page, name: string | RegExp): Promise<void> {
  await tabTo(page, name)
  await page.keyboard.press('Enter')
}
