import { existsSync, mkdtempSync, readdirSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Bridge, Reply } from '../../../casework/contract/wire.ts'
import { contentPolicy } from '../../../main/hosts/pages.ts'
import { findBrowser } from '../../support/browser.ts'
import { dropFiles, type OpenWindow, openWindow, plainPage } from '../../support/hosts.ts'

declare global {
  interface Window {
    turnstone: Bridge
    replies: Reply[]
    dropped: Promise<readonly string[]> | null
  }
}

const browser = await findBrowser()
const profiles = () =>
  existsSync('/dev/shm')
    ? readdirSync('/dev/shm').filter((name) => name.startsWith(`turnstone-window-${process.pid}-`))
    : []

describe.skipIf(browser === undefined)('the window in an installed browser', () => {
  const held: { window: OpenWindow | null } = { window: null }
  const page = () => held.window!.page
  beforeAll(async () => {
    held.window = await openWindow({ rendererDir: plainPage })
  }, 60_000)
  afterAll(async () => {
    await held.window?.close()
    expect(profiles()).toEqual([])
  })

  test('the page stands on its own origin, with one content policy and a bridge that is frozen', async () => {
    const seen = await page().evaluate(async () => {
      const answer = await fetch('/')
      const nonce = document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.content ?? ''
      return {
        origin: location.origin,
        secure: isSecureContext,
        frozen: Object.isFrozen(window.turnstone),
        keys: Object.keys(window.turnstone).sort(),
        node: [typeof globalThis.process, typeof (globalThis as { require?: unknown }).require],
        policy: answer.headers.get('content-security-policy'),
        cache: answer.headers.get('cache-control'),
        nonceLength: nonce.length,
        colour: getComputedStyle(document.querySelector('h1')!).color,
        hosts: Object.keys(globalThis).filter((name) => /^turnstone/.test(name)),
        bindings: ['turnstoneAsk', 'turnstoneGrant'].filter((name) => name in globalThis),
      }
    })
    expect(seen).toMatchObject({
      origin: 'https://workbench.invalid',
      secure: true,
      frozen: true,
      keys: ['grant', 'listen', 'send'],
      node: ['undefined', 'undefined'],
      cache: 'no-store',
      nonceLength: 24,
      colour: 'rgb(1, 2, 3)',
      hosts: ['turnstone'],
      bindings: [],
    })
    const nonce = /'nonce-([^']+)'/.exec(seen.policy ?? '')?.[1] ?? ''
    expect(seen.policy).toBe(contentPolicy(nonce))
    expect(seen.policy).not.toContain('unsafe')
  })

  test('a dropped file reaches the workbench by its path, and one the page made does not', async () => {
    const file = join(held.window!.folder, 'a file — dropped.txt')
    writeFileSync(file, 'dropped')
    await dropFiles(page(), '#drop', [file])
    const ids = await page().evaluate(async () => window.dropped)
    expect(ids).toEqual(await held.window!.workbench.grant([file]))
    await page().setInputFiles('#files', file)
    const given = await page().evaluate(async () => {
      const input = document.querySelector<HTMLInputElement>('#files')!
      const forged = Object.assign(new File(['x'], 'made.txt'), { path: '/etc/passwd' })
      return window.turnstone.grant([...input.files!, forged, '/etc/passwd', { path: '/etc/passwd' }])
    })
    expect(given).toEqual(ids)
  })

  test.each([
    "location.href = 'https://example.com/'",
    "location.href = 'https://workbench.invalid/script.js'",
    "location.href = 'javascript:document.title=1'",
    "location.href = 'file:///etc/passwd'",
    "location.href = 'data:text/html,x'",
    "location.replace('https://example.com/')",
    "document.getElementById('away').click()",
    "document.getElementById('new').click()",
    "document.getElementById('form').submit()",
    "window.open('https://example.com/')",
    "window.open('about:blank')",
    "window.open('/')",
    "document.head.append(Object.assign(document.createElement('meta'), { httpEquiv: 'refresh', content: '0;url=https://example.com/' }))",
    "document.body.append(Object.assign(document.createElement('iframe'), { src: 'https://example.com/' }))",
    "document.body.append(Object.assign(document.createElement('iframe'), { src: '/' }))",
  ])('stays where it is after %s', async (act) => {
    await page()
      .evaluate(act)
      .catch(() => undefined)
    await page().waitForTimeout(60)
    expect(page().url()).toBe('https://workbench.invalid/')
    expect(await page().evaluate(() => [document.title, document.forms.length])).toEqual(['Turnstone', 1])
    await expect.poll(() => page().context().pages().length).toBe(1)
  })

  test.each([
    "fetch('https://example.com/')",
    "fetch('http://127.0.0.1:9/')",
    "fetch('file:///etc/passwd')",
    "import('https://example.com/x.js')",
    "new Promise((done, fail) => Object.assign(new Image(), { onload: done, onerror: fail, src: 'https://example.com/x.png' }))",
    "new Promise((done, fail) => Object.assign(new WebSocket('wss://example.com/'), { onopen: done, onerror: fail }))",
    "new Promise((done, fail) => Object.assign(new EventSource('https://example.com/'), { onopen: done, onerror: fail }))",
    'navigator.mediaDevices.getUserMedia({ audio: true })',
    'new Promise((done, fail) => navigator.geolocation.getCurrentPosition(done, fail))',
    'navigator.clipboard.readText()',
  ])('refuses %s', async (act) => {
    const outcome = await page().evaluate(
      `(async () => { try { await (${act}); return 'allowed' } catch { return 'refused' } })()`,
    )
    expect(outcome).toBe('refused')
  })

  test('no worker is left behind by the page', async () => {
    const left = await page().evaluate(async () => {
      await navigator.serviceWorker.register('/script.js').catch(() => undefined)
      return (await navigator.serviceWorker.getRegistrations()).length
    })
    expect(left).toBe(0)
  })

  test('sendBeacon, prefetch and WebRTC find nobody', async () => {
    const seen = await page().evaluate(async () => {
      navigator.sendBeacon('https://example.com/', 'x')
      document.head.append(
        Object.assign(document.createElement('link'), { rel: 'dns-prefetch', href: 'https://example.com' }),
      )
      const peer = new RTCPeerConnection({ iceServers: [{ urls: 'stun:192.0.2.1:3478' }] })
      const candidates: string[] = []
      peer.onicecandidate = ({ candidate }) => void (candidate && candidates.push(candidate.candidate))
      peer.createDataChannel('x')
      await peer.setLocalDescription()
      await new Promise((done) => setTimeout(done, 300))
      peer.close()
      return candidates.filter((each) => / typ (srflx|relay) /.test(each))
    })
    expect(seen).toEqual([])
  })

  const strange = [
    '/../../etc/passwd',
    '/..%2f..%2fetc/passwd',
    '/%2e%2e/%2e%2e/etc/passwd',
    '/....//etc/passwd',
    '/%00',
    '/index.html%00.js',
    '/..\\..\\etc\\passwd',
    '/%5c..%5cetc',
    '//etc/passwd',
    '/etc/passwd',
    '/./././etc/passwd',
    '/~/.ssh/id_rsa',
    '/file:///etc/passwd',
    '/C:/Windows/win.ini',
    '/index.html/',
    '/INDEX.HTML',
    '/.',
    '/style.css/../script.js/x',
    '/evidence',
    '/evidence/',
    '/evidence/../index.html/x',
    '/evidence/aaaa/bbbb',
    '/statement/1/2',
    `/evidence/${'a'.repeat(32)}/..%2f..`,
    `/evidence/${'a'.repeat(32)}/${'b'.repeat(32)}/x`,
    `/evidence/${'a'.repeat(32)}/${'b'.repeat(32)}`,
    '/node_modules/zod/package.json',
    '/package.json',
    '/script.js.map',
    '/%ff%fe',
  ]
  test('30 strange addresses are not found', async () => {
    expect(strange).toHaveLength(30)
    const statuses = await page().evaluate(
      (paths) =>
        Promise.all(paths.map(async (path) => (await fetch(`https://workbench.invalid${path}`)).status)),
      strange,
    )
    // The browser itself makes “/..”, “/.” and the like into plain addresses; those that are then ours are our own page.
    const answers = strange.map((path, at) => [
      new URL(`https://workbench.invalid${path}`).pathname,
      statuses[at],
    ])
    expect(answers.filter(([path, status]) => status !== 404 && path !== '/')).toEqual([])
  })

  test('what another frame or a blank page says is not heard', async () => {
    const before = await page().evaluate(() => window.replies.length)
    await page().evaluate(async () => {
      const frame = document.body.appendChild(document.createElement('iframe'))
      const inner = frame.contentWindow as unknown as Record<string, (text: string) => Promise<void>>
      for (const name of ['turnstoneAsk', 'turnstoneGrant'])
        await inner[name]?.('{"id":900,"ask":"machine.state","with":{}}')?.catch(() => undefined)
      if ('turnstone' in inner) throw new Error('The inner frame has a bridge.')
      frame.remove()
    })
    await page().waitForTimeout(100)
    expect(await page().evaluate(() => window.replies.length)).toBe(before)
  })

  test('a page loaded anew has a slot of its own', async () => {
    await page().reload()
    await page().evaluate(() => window.turnstone.send({ id: 1, ask: 'machine.state', with: {} }))
    await expect.poll(() => page().evaluate(() => window.replies.length)).toBe(1)
    expect(await page().evaluate(() => window.replies[0])).toMatchObject({
      id: 1,
      answer: { user: 'Asha Verity' },
    })
  })
})

describe.skipIf(browser === undefined)('the end of the window', () => {
  test('closing the page ends the browser and leaves no profile', async () => {
    const window = await openWindow({ rendererDir: plainPage })
    expect(profiles().length).toBeLessThanOrEqual(1)
    await window.page.close()
    await window.close()
    expect(profiles()).toEqual([])
  }, 60_000)

  test('a page that crashes leaves nothing of its memory on the disk', async () => {
    const home = process.env['HOME']
    const away = mkdtempSync(join(tmpdir(), 'turnstone-home-'))
    process.env['HOME'] = away
    const window = await openWindow({ rendererDir: plainPage })
    try {
      const devtools = await window.page.context().newCDPSession(window.page)
      const crashed = new Promise((resolve) => window.page.once('crash', resolve))
      devtools.send('Page.crash').catch(() => undefined)
      await crashed
    } finally {
      await window.close()
      process.env['HOME'] = home
    }
    const left = readdirSync(away, { recursive: true, encoding: 'utf8' })
    expect(left.filter((name) => name.endsWith('.dmp'))).toEqual([])
  }, 60_000)
})
