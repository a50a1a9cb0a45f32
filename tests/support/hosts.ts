import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir, userInfo } from 'node:os'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Page } from 'playwright-core'
import { type Client, connectClient } from '../../casework/contract/client.ts'
import type { Bridge, Reply } from '../../casework/contract/wire.ts'
import { childLink } from '../../main/hosts/child-link.ts'
import { openChromium } from '../../main/hosts/chromium.ts'
import { standing } from '../../main/hosts/machine.ts'
import { startNode } from '../../main/hosts/node-process.ts'
import { clientOver, openSlot } from '../../main/hosts/slot.ts'
import { kdfOver } from '../../main/jobs/derive-key.ts'
import { jobsInline } from '../../main/jobs/run.ts'
import { thisHost } from '../../main/services/case-store/index.ts'
import { createWorkbench, type Workbench, type WorkbenchSurroundings } from '../../main/workbench.ts'
import { findBrowser } from './browser.ts'
import { preloadFolder } from './hosts-preload.ts'

/** The Argon2id cost that tests hand in: the least that is still Argon2id. Nothing a user can set leads to it. */
export const quickCost = { memoryKiB: 19_456, passes: 1, lanes: 1 } as const
/** A built page of the program, or undefined where nothing has been built. */
export const builtPage = fileURLToPath(new URL('../../out/renderer', import.meta.url))
/** A page of a few lines, for tests of the window itself. */
export const plainPage = fileURLToPath(new URL('../fixtures/plain-page', import.meta.url))

/** What a test may set; what it leaves is the machine's own, in a folder of its own. */
export type TestSurroundings = Partial<WorkbenchSurroundings>

/** A workbench in this process over a folder of its own. `close` ends it and removes the folder. */
export interface TestBench {
  readonly workbench: Workbench
  /** A temporary folder, for whatever the test makes. */
  readonly folder: string
  close(): Promise<void>
}

/** Opens such a workbench: jobs run in place, keys cost little. */
export function openBench(given: TestSurroundings = {}): TestBench {
  const folder = mkdtempSync(join(tmpdir(), 'turnstone-test-'))
  const now = given.now ?? Date.now
  const run = given.run ?? jobsInline
  const workbench = createWorkbench({
    now,
    newId: () => randomBytes(16).toString('hex'),
    random: (count) => new Uint8Array(randomBytes(count)),
    kdf: kdfOver(run),
    kdfCost: quickCost,
    run,
    machineDir: join(folder, 'machine'),
    resourcesDir: fileURLToPath(new URL('../../resources', import.meta.url)),
    user: 'Asha Verity',
    version: '0.0.0',
    machine: thisHost(now),
    ...given,
  })
  return {
    workbench,
    folder,
    close: async () => {
      await workbench.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** What every host owes the window, as the conformance suite uses it. */
export interface OpenHost {
  readonly client: Client
  readonly folder: string
  /** Puts text through the window's own slot, whatever it is, and hears what comes back. */
  raw(text: string): void
  heard(): readonly Reply[]
  grant(paths: readonly string[]): Promise<readonly string[]>
  close(): Promise<void>
}

/** The workbench reached by function calls, through the same slot as a window's. */
export async function openInProcess(given: TestSurroundings = {}): Promise<OpenHost> {
  const bench = openBench(given)
  const client = clientOver(bench.workbench)
  const replies: Reply[] = []
  const slot = openSlot(bench.workbench, (message) => void replies.push(message))
  return {
    client,
    folder: bench.folder,
    raw: (text) => slot.receive(text),
    heard: () => replies,
    grant: (paths) => bench.workbench.grant(paths),
    close: async () => {
      slot.close()
      client.close()
      await bench.close()
    },
  }
}

/** The workbench in a process of its own, as the windows have it: with the cost of keys that officers pay. */
export async function openOverChild(): Promise<OpenHost> {
  const folder = mkdtempSync(join(tmpdir(), 'turnstone-test-'))
  const here = standing(new URL('../../main/hosts/chromium-entry.ts', import.meta.url).href)
  const link = childLink({
    start: {
      machineDir: join(folder, 'machine'),
      resourcesDir: here.resources,
      user: 'Asha Verity',
      version: here.version,
    },
    startWorkbench: () => startNode(here.workbench),
    startJob: () => startNode(here.job),
  })
  const client = clientOver(link)
  const replies: Reply[] = []
  const slot = openSlot(link, (message) => void replies.push(message))
  return {
    client,
    folder,
    raw: (text) => slot.receive(text),
    heard: () => replies,
    grant: (paths) => link.grant(paths),
    close: async () => {
      slot.close()
      client.close()
      await link.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** The workbench reached from the page of the real window, as its own script reaches it. */
export async function openFromPage(): Promise<OpenHost> {
  const { page, folder, workbench, close } = await openWindow({ rendererDir: plainPage })
  const replies: Reply[] = []
  const ears: ((message: Reply) => void)[] = []
  await page.exposeFunction('testHeard', (message: Reply) => {
    replies.push(message)
    for (const hear of ears) hear(message)
  })
  await page.evaluate(() => {
    const own = globalThis as unknown as { turnstone: Bridge; testHeard: (message: Reply) => void }
    own.turnstone.listen((message) => own.testHeard(message))
  })
  const turn: { last: Promise<unknown> } = { last: Promise.resolve() }
  const raw = (text: string) => {
    turn.last = turn.last.then(() => page.evaluate(sayAnything, text))
  }
  return {
    client: connectClient(
      (message) => raw(JSON.stringify(message)),
      (hear) => void ears.push(hear),
    ),
    folder,
    raw,
    heard: () => replies,
    grant: (paths) => workbench.grant(paths),
    close,
  }
}

/** Runs in the page: puts any text at all through the bridge, as a page that has been taken over could. */
function sayAnything(text: string): void {
  const { turnstone } = globalThis as unknown as { turnstone: Bridge }
  const { stringify } = JSON
  JSON.stringify = () => {
    JSON.stringify = stringify
    return text
  }
  turnstone.send({ cancel: 0 })
}

export interface WindowSettings extends TestSurroundings {
  /** The page to open: the built one unless told otherwise. */
  readonly rendererDir?: string
  readonly viewport?: { readonly width: number; readonly height: number }
  readonly headless?: boolean
}
export interface OpenWindow {
  readonly page: Page
  readonly workbench: Workbench
  /** A temporary folder, for whatever the test makes; removed at the end. */
  readonly folder: string
  close(): Promise<void>
}

/**
 * The real window in an installed Chromium with a workbench in this process. `now`, `newId` and `kdf` may be handed in;
 * a page's own clock is Playwright's `page.clock`. Throws where no browser is installed: ask `findBrowser` first.
 */
export async function openWindow(settings: WindowSettings = {}): Promise<OpenWindow> {
  const { rendererDir, viewport, headless, ...given } = settings
  const executablePath = await findBrowser()
  if (executablePath === undefined) throw new Error('No Chromium is installed here.')
  const bench = openBench(given)
  const preloadDir = await preloadFolder()
  const before = process.env['HOME']
  // Nothing a test makes may come to lie in the home of whoever runs it.
  if (before === undefined || before === userInfo().homedir) process.env['HOME'] = bench.folder
  const tidy = async () => {
    if (before === undefined) delete process.env['HOME']
    else process.env['HOME'] = before
    rmSync(preloadDir, { recursive: true, force: true })
    await bench.close()
  }
  try {
    const window = await openChromium({
      link: bench.workbench,
      rendererDir: rendererDir ?? builtPage,
      preloadDir,
      executablePath,
      random: (count) => new Uint8Array(randomBytes(count)),
      headless: headless ?? true,
      viewport: viewport ?? { width: 1_440, height: 900 },
    })
    return {
      page: window.page,
      workbench: bench.workbench,
      folder: bench.folder,
      close: async () => {
        await window.close()
        await tidy()
      },
    }
  } catch (thrown) {
    await tidy()
    throw thrown
  }
}

/**
 * Drops files and folders from the disk on an element, or on the middle of the window, as a hand would: the page sees
 * the same events and the same File objects as from a file manager.
 */
export async function dropFiles(
  page: Page,
  selector: string | null,
  paths: readonly string[],
): Promise<void> {
  const size = page.viewportSize() ?? { width: 1_440, height: 900 }
  const box = selector === null ? { x: 0, y: 0, ...size } : await page.locator(selector).first().boundingBox()
  if (box === null) throw new Error(`Nothing to drop on at ${selector}.`)
  const devtools = await page.context().newCDPSession(page)
  try {
    const data = { items: [], files: paths.map((path) => resolve(path)), dragOperationsMask: 1 }
    const [x, y] = [Math.round(box.x + box.width / 2), Math.round(box.y + box.height / 2)]
    for (const type of ['dragEnter', 'dragOver', 'drop'] as const)
      await devtools.send('Input.dispatchDragEvent', { type, x, y, data })
  } finally {
    await devtools.detach()
  }
}
