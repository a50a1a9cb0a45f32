import { expect, test } from '@playwright/test'
import { goToBundles, makeBundle, selectLine } from '../support/bundles.ts'
import { openDemonstration } from '../support/demonstration.ts'
import { openWindow } from '../support/hosts.ts'
import { tabTo } from '../support/keyboard.ts'
import { errorsOf } from '../support/page.ts'

test('chooses several documents of a bundle, works on all of them at once, and takes it back at once', async () => {
  const { page, close } = await openWindow({ viewport: { width: 1280, height: 800 } })
  page.setDefaultTimeout(20_000)
  const errors = errorsOf(page)
  const said = (words: RegExp | string) =>
    page.getByRole('status').filter({ hasText: words }).first().waitFor({ state: 'attached' })
  const chosen = () => page.locator('[role=treeitem][aria-selected=true]')
  const line = (name: RegExp) => page.getByRole('treeitem', { name })
  try {
    await openDemonstration(page)
    await goToBundles(page)
    await makeBundle(page, 'Trial bundle', 'Crown Court sections')

    // Two in a run and one by itself.
    await selectLine(page, /AWŁ\/2/)
    await page.keyboard.press('Shift+ArrowDown')
    await said('2 documents chosen')
    await page.keyboard.press('Control+ArrowDown')
    await page.keyboard.press('Control+ArrowDown')
    await page.keyboard.press('Space')
    await said('3 documents chosen')
    await expect(chosen()).toHaveText([/AWŁ\/2/, /AWŁ\/3/, /AWŁ\/6/])

    await page.keyboard.press('Delete')
    await said('3 documents taken out')
    for (const name of [/AWŁ\/2/, /AWŁ\/3/, /AWŁ\/6/]) await expect(line(name)).toHaveCount(0)
    await page.keyboard.press('Control+z')
    for (const name of [/AWŁ\/2/, /AWŁ\/3/, /AWŁ\/6/]) await line(name).waitFor()

    // They move as one, and nothing of them passes another.
    await selectLine(page, /AWŁ\/2/)
    await page.keyboard.press('Shift+ArrowDown')
    await page.keyboard.press('Control+Shift+ArrowUp')
    await said(/^2 documents moved\. AWŁ\/2, now pages \d+ to \d+/)
    const names = await page.getByRole('treeitem').allTextContents()
    const at = (name: RegExp) => names.findIndex((each) => name.test(each))
    expect(at(/AWŁ\/3/)).toBe(at(/AWŁ\/2/) + 1)
    expect(at(/Exhibits/)).toBe(at(/AWŁ\/3/) + 1)

    // The same is said of both, and they are filed in another section.
    await tabTo(page, /^Checks/)
    await page.keyboard.press('ArrowRight')
    await tabTo(page, 'Coversheet')
    await page.keyboard.press('Space')
    await said('Coversheet on for 2 documents')
    await expect(page.getByRole('treeitem').filter({ hasText: 'Coversheet' })).toHaveCount(2)
    await tabTo(page, 'The defence')
    await page.keyboard.press('Space')
    await said('Only for The defence for 2 documents')
    await page.getByLabel('Section', { exact: true }).selectOption('A')
    await said(/^2 documents moved to section A\./)
    await expect(line(/Indictment/)).not.toContainText('Empty')

    // All of them; Esc gives up all but one.
    await tabTo(page, 'What goes in, in order')
    await page.keyboard.press('Control+a')
    await said(/^3\d documents chosen/)
    await page.keyboard.press('Escape')
    await expect(chosen()).toHaveCount(1)
    expect(errors).toEqual([])
  } finally {
    await close()
  }
})
