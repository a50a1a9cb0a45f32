import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import {
  type BrowserContext,
  type CDPSession,
  chromium,
  errors,
  type Frame,
  type Page,
} from 'playwright-core'
import type { Reply } from '../../casework/contract/wire.ts'
import type { Link } from '../link.ts'
import { pagesOf } from './pages.ts'
import { openSlot, type Slot } from './slot.ts'
import { throwAway, throwawayFolder } from './throwaway.ts'

/** `.invalid` can never resolve (RFC 2606): what escapes the route below reaches nothing. */
export const origin = 'https://workbench.invalid'

export interface ChromiumSettings {
  readonly link: Link
  /** The built page. */
  readonly rendererDir: string
  /** The folder of the built preloads. */
  readonly preloadDir: string
  /** The browser's own program. */
  readonly executablePath: string
  readonly random: (n: number) => Uint8Array
  /** Without a window to look at: for tests. */
  readonly headless?: boolean
  /** A page of this size instead of one that follows its window: for tests. */
  readonly viewport?: { readonly width: number; readonly height: number }
  /** Told once, when the window has gone, by whoever's hand. */
  readonly onClosed?: () => void
}
export interface ChromiumWindow {
  readonly page: Page
  /** Closes the window, ends the browser and removes what it kept. */
  close(): Promise<void>
}

/** How long a browser may take to end, in milliseconds. */
const patience = 5_000
/** How long a browser may take to start, in milliseconds, and how many are tried. */
const startsWithin = 25_000
const mostTries = 3

// Playwright's own list already turns off updates, sync, extensions, field trials and background requests.
const switches = [
  `--app=${origin}/`,
  '--host-resolver-rules=MAP * ~NOTFOUND',
  '--proxy-server=http://127.0.0.1:9',
  '--proxy-bypass-list=<-loopback>',
  '--disable-quic',
  '--dns-prefetch-disable',
  '--no-pings',
  '--disable-domain-reliability',
  '--disable-client-side-phishing-detection',
  '--disable-crash-reporter',
  '--disable-breakpad',
  '--disable-print-preview',
  '--deny-permission-prompts',
  '--disk-cache-size=1',
  '--media-cache-size=1',
  '--webrtc-ip-handling-policy=disable_non_proxied_udp',
  '--force-webrtc-ip-handling-policy=disable_non_proxied_udp',
  '--window-position=0,0',
  '--window-size=1400,860',
  // Without it the browser warns of these very switches across the top of the window, and what it calls a risk is what
  // keeps the window off every network.
  '--test-type',
]

/**
 * Opens the window in an installed Chromium, spoken to over a pipe: no port is opened, nothing is asked of any network.
 * What it protects and what it can't is written in CHROMIUM.md, beside this file.
 */
export async function openChromium(settings: ChromiumSettings): Promise<ChromiumWindow> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await openOnce(settings)
    } catch (thrown) {
      // On a busy machine a browser now and then starts and never answers. Another one does.
      if (tries === mostTries || !(thrown instanceof errors.TimeoutError)) throw thrown
    }
  }
}

async function openOnce(settings: ChromiumSettings): Promise<ChromiumWindow> {
  const profile = throwawayFolder()
  const context = await launch(settings, profile).catch(async (thrown: unknown) => {
    await throwAway(profile)
    throw thrown
  })
  const state: {
    slot: Slot | null
    closing: Promise<void> | null
    gone: Promise<void> | null
    shown: boolean
  } = {
    slot: null,
    closing: null,
    gone: null,
    shown: false,
  }
  const gone = async () => {
    state.slot?.close()
    state.slot = null
    await throwAway(profile)
    if (state.shown) settings.onClosed?.()
  }
  const ended = () => {
    state.gone ??= gone()
    return state.gone
  }
  context.once('close', () => void ended())
  const close = () => {
    // A browser that is ending already may leave the request unanswered.
    state.closing ??= Promise.race([
      context.close().catch(() => undefined),
      setTimeout(patience, undefined, { ref: false }),
    ]).then(() => ended())
    return state.closing
  }

  const dress = async () => {
    const answer = pagesOf(origin, settings.rendererDir, settings.link, settings.random)
    await context.route(/.*/, async (route, request) => {
      const ours = request.url().startsWith(`${origin}/`)
      // The window stays on its own page: nothing else may be the document of any frame.
      const strays = request.isNavigationRequest() && request.url() !== `${origin}/`
      // “Aborted” leaves the page as it was, where any other refusal would put an error page in its place.
      if (strays) return route.abort('aborted').catch(() => undefined)
      if (!ours) return route.abort('blockedbyclient').catch(() => undefined)
      const range = request.headers().range ?? null
      const { status, headers, body } = await answer({ url: request.url(), method: request.method(), range })
      await route.fulfill({ status, headers, body: Buffer.from(body) }).catch(() => undefined)
    })
    const page = context.pages()[0] ?? (await context.waitForEvent('page'))
    context.on('page', (other) => void other.close().catch(() => undefined))
    page.once('close', () => void close())
    page.once('crash', () => void close())
    const devtools = await context.newCDPSession(page)

    const mouth = mouthOf(page)
    // Each load of the page is a window of its own: what the last one asked is cancelled, and numbers can't collide.
    const fresh = () => {
      state.slot?.close()
      state.slot = openSlot(settings.link, mouth())
    }
    page.on('framenavigated', (frame) => {
      if (frame === page.mainFrame()) fresh()
    })
    const mayBeHeard = (frame: Frame) => frame === page.mainFrame() && frame.url().startsWith(`${origin}/`)
    await context.exposeBinding('turnstoneAsk', ({ frame }, text: unknown) => {
      if (!mayBeHeard(frame)) throw new Error('Not our window.')
      state.slot?.receive(text)
    })
    await context.exposeBinding('turnstoneGrant', async ({ frame }) => {
      if (!mayBeHeard(frame)) throw new Error('Not our window.')
      const paths = await pathsLaidOut(devtools)
      return paths.length === 0 ? [] : settings.link.grant(paths)
    })
    await context.addInitScript({ content: readFileSync(join(settings.preloadDir, 'chromium.cjs'), 'utf8') })
    fresh()
    await page.goto(`${origin}/`)
    return page
  }
  const late = async () => {
    await setTimeout(startsWithin, undefined, { ref: false })
    throw new errors.TimeoutError('The browser did not answer.')
  }
  try {
    const page = await Promise.race([dress(), late()])
    state.shown = true
    return { page, close }
  } catch (thrown) {
    await close()
    throw thrown
  }
}

function launch(settings: ChromiumSettings, profile: string): Promise<BrowserContext> {
  return chromium.launchPersistentContext(profile, {
    executablePath: settings.executablePath,
    timeout: startsWithin,
    headless: settings.headless ?? false,
    // Chromium refuses its sandbox to root; anyone else has it.
    chromiumSandbox: process.getuid?.() !== 0,
    args: [...switches],
    // A page that crashes leaves a piece of its memory, whatever the switches say. It goes where the profile goes.
    env: { ...process.env, BREAKPAD_DUMP_LOCATION: profile },
    ignoreDefaultArgs: ['--enable-automation', '--enable-unsafe-swiftshader'],
    viewport: settings.viewport ?? null,
    // The officer's own choice of dark, contrast and motion, not a tester's.
    colorScheme: null,
    reducedMotion: null,
    forcedColors: null,
    contrast: null,
    // Dates are written as they are here, whatever the machine was set up as.
    locale: 'en-GB',
    acceptDownloads: false,
    serviceWorkers: 'block',
    handleSIGINT: false,
    handleSIGTERM: false,
    handleSIGHUP: false,
  })
}

/** Says replies to the page, those of one turn together and in their order. */
function mouthOf(page: Page) {
  return () => {
    const spoken: { texts: string[]; last: Promise<unknown> } = { texts: [], last: Promise.resolve() }
    const flush = () => {
      const texts = spoken.texts.splice(0)
      spoken.last = spoken.last
        .then(() => page.evaluate(tellPage, texts))
        // The page has gone, or is another by now.
        .catch(() => undefined)
    }
    return (message: Reply) => {
      if (spoken.texts.push(JSON.stringify(message)) === 1) setImmediate(flush)
    }
  }
}

/** Runs in the page. */
function tellPage(texts: readonly string[]): void {
  const page = globalThis as unknown as { turnstoneHear?: (texts: readonly string[]) => void }
  page.turnstoneHear?.(texts)
}

/**
 * The paths of the files the page has laid out. The browser says which file on disk an object stands for; one the page
 * has made itself stands for none.
 */
async function pathsLaidOut(devtools: CDPSession): Promise<readonly string[]> {
  const { result } = await devtools.send('Runtime.evaluate', {
    expression: 'globalThis.turnstoneFiles?.()',
    objectGroup: 'grant',
  })
  if (result.objectId === undefined) return []
  try {
    const { result: properties } = await devtools.send('Runtime.getProperties', {
      objectId: result.objectId,
      ownProperties: true,
    })
    const paths: string[] = []
    for (const { name, value } of properties) {
      if (!/^\d{1,5}$/.test(name) || value?.objectId === undefined) continue
      const told = await devtools
        .send('DOM.getFileInfo', { objectId: value.objectId })
        .catch(() => ({ path: '' }))
      if (told.path !== '') paths.push(told.path)
    }
    return paths
  } finally {
    await devtools.send('Runtime.releaseObjectGroup', { objectGroup: 'grant' }).catch(() => undefined)
  }
}
