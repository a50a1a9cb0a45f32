import { createHash } from 'node:crypto'
import type { Page } from 'playwright-core'
import { clientOver } from '../../main/hosts/slot.ts'
import { findBrowser } from '../support/browser.ts'
import { openWindow, plainPage } from '../support/hosts.ts'
import { type Line, median, timed } from './measure.ts'

const rows = 10_000
const runs = 7

/** From asking for a page until it can be used, by turns, in the same browser engine. */
async function startUp(): Promise<Line> {
  const ours = await openWindow()
  const blank = await openWindow({ rendererDir: plainPage })
  const usable = (page: Page, ready: () => Promise<unknown>) =>
    timed(async () => {
      await page.reload({ waitUntil: 'commit' })
      await ready()
    })
  const button = ours.page.getByRole('button', { name: /demonstration/ })
  const subject: number[] = []
  const baseline: number[] = []
  for (let run = 0; run < runs; run++) {
    baseline.push(await usable(blank.page, () => blank.page.locator('body').waitFor()))
    subject.push(await usable(ours.page, () => button.waitFor()))
  }
  await ours.close()
  await blank.close()
  return {
    id: 'P10',
    what: 'Start to the first screen, ready to use',
    baseline: 'a blank page in the same browser',
    subjectMs: median(subject),
    baselineMs: median(baseline),
    target: '<= 6',
  }
}

/** Every row of the evidence table drawn at once, as a page without a virtual table would. */
const plainTable = (page: Page) =>
  page.evaluate(async (count) => {
    const from = performance.now()
    const table = document.createElement('table')
    for (let row = 0; row < count; row++) {
      const line = table.insertRow()
      for (const text of [`JLB/${row}`, `Document ${row}`, '29 Nov 2025', '12 Mill Lane', 'intact', '3']) {
        const cell = line.insertCell()
        for (const word of [text, '']) {
          const span = document.createElement('span')
          span.textContent = word
          cell.append(span)
        }
      }
    }
    document.body.append(table)
    await new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)))
    const taken = performance.now() - from
    const nodes = table.querySelectorAll('*').length
    table.remove()
    return { taken, nodes }
  }, rows)

async function bigTable(): Promise<Line> {
  const quick = (input: { passphrase: Uint8Array; salt: Uint8Array }) =>
    Promise.resolve(new Uint8Array(createHash('sha256').update(input.passphrase).update(input.salt).digest()))
  const window = await openWindow({ kdf: quick, viewport: { width: 1_280, height: 800 } })
  const client = clientOver(window.workbench)
  const [place] = await window.workbench.grant([window.folder])
  const { caseId } = await client.call('cases.create', {
    place: place!,
    name: 'Operation Bench',
    passphrase: 'six plain words for the bench',
  })
  for (let at = 0; at < rows; at++) {
    await client.call('records.add', {
      caseId,
      type: 'exhibit',
      fields: { title: `Document ${at}`, producer: 'JLB', number: at + 1, source: '12 Mill Lane' },
    })
  }
  const { page } = window
  const section = (name: string) => page.getByRole('navigation').getByText(name, { exact: true }).first()
  await section('Bench').click()
  await section('Overview').click()
  const shown: number[] = []
  const plain: number[] = []
  const nodes = { ours: 0, plain: 0 }
  for (let run = 0; run < runs; run++) {
    const drawn = await plainTable(page)
    plain.push(drawn.taken)
    nodes.plain = drawn.nodes
    shown.push(
      await timed(async () => {
        await section('Evidence').click()
        await page.getByText('Document 1', { exact: true }).first().waitFor()
      }),
    )
    nodes.ours = await page.locator('main *').count()
    await section('Overview').click()
  }
  await window.close()
  return {
    id: 'P7',
    what: `Evidence with ${rows.toLocaleString('en-GB')} exhibits, ready`,
    baseline: 'the same rows drawn all at once, without asking for them',
    subjectMs: median(shown),
    baselineMs: median(plain),
    target: '<= 1/4',
    note: `${nodes.ours} elements against ${nodes.plain}`,
  }
}

/** The window: P7 and P10. Nothing where no browser is installed. */
export const window = async (): Promise<Line[]> =>
  (await findBrowser()) === undefined ? [] : [await startUp(), await bigTable()]
