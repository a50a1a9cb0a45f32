import type { Page } from '@playwright/test'

/**
 * The buttons, links and tabs in sight whose name does not hold the words they show: who speaks to the window says what
 * is seen (WCAG 2.5.3, label in name). Each as “shown” / “name”.
 */
export const unspoken = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const plain = (words: string) => words.replace(/\s+/g, ' ').trim().toLowerCase()
    // What is drawn: no hidden words, no pictures, no key caps.
    const shown = (element: Element): string =>
      [...element.childNodes]
        .map((node) =>
          node instanceof Text
            ? node.data
            : node instanceof HTMLElement &&
                !node.matches('kbd, .unseen, [aria-hidden]') &&
                node.getClientRects().length > 0
              ? ` ${shown(node)} `
              : '',
        )
        .join('')
    return [
      ...document.querySelectorAll(':is(button, a, [role=button], [role=tab], [role=menuitem])[aria-label]'),
    ]
      .filter((element) => element.getClientRects().length > 0)
      .map((element) => [plain(shown(element)), plain(element.getAttribute('aria-label') ?? '')] as const)
      .filter(([seen, name]) => /\p{L}/u.test(seen) && !name.startsWith(seen))
      .map(([seen, name]) => `${seen} / ${name}`)
  })
