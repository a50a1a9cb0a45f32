import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { electronOrigin, isOurs, pageRules, refusedStart } from '../../../main/hosts/electron-rules.ts'
import { contentPolicy, pagesOf } from '../../../main/hosts/pages.ts'

/** A stand-in for Electron's own module: keeps what it was told, so that a test can act as Electron would. */
const electron = vi.hoisted(() => {
  type Hear = (...given: unknown[]) => unknown
  const ears = () => {
    const heard = new Map<string, Hear[]>()
    const on = (what: string, hear: Hear) => {
      heard.set(what, [...(heard.get(what) ?? []), hear])
    }
    return {
      on,
      once: on,
      say: (what: string, ...given: unknown[]) => (heard.get(what) ?? []).map((hear) => hear(...given)),
      heard,
    }
  }
  const calls: [string, ...unknown[]][] = []
  const called =
    (name: string, result?: unknown) =>
    (...given: unknown[]) => {
      calls.push([name, ...given])
      return result
    }
  const handlers = new Map<string, Hear>()
  const set = new Map<string, Hear>()
  const keep = (name: string) => (hear: Hear) => void set.set(name, hear)
  const mainFrame = { origin: 'app://workbench' }
  const contents = {
    ...ears(),
    mainFrame,
    isDestroyed: () => false,
    send: called('send'),
    setWindowOpenHandler: keep('open'),
  }
  const app = {
    ...ears(),
    enableSandbox: called('enableSandbox'),
    requestSingleInstanceLock: () => true,
    whenReady: () => Promise.resolve(),
    exit: called('exit'),
    quit: called('quit'),
    commandLine: { appendSwitch: called('appendSwitch') },
  }
  const own = {
    ...ears(),
    webRequest: { onBeforeRequest: keep('request') },
    setPermissionRequestHandler: keep('permissionRequest'),
    setPermissionCheckHandler: keep('permissionCheck'),
    setDevicePermissionHandler: keep('device'),
    setDisplayMediaRequestHandler: keep('display'),
    setUSBProtectedClassesHandler: keep('usb'),
    setBluetoothPairingHandler: keep('bluetooth'),
    setCertificateVerifyProc: keep('certificate'),
    setSpellCheckerEnabled: called('setSpellCheckerEnabled'),
    protocol: { handle: (scheme: string, hear: Hear) => void set.set(`scheme ${scheme}`, hear) },
  }
  const windows: { options: { webPreferences: Record<string, unknown>; title: string } }[] = []
  class BrowserWindow {
    readonly options: { webPreferences: Record<string, unknown>; title: string }
    readonly webContents = contents
    readonly on = app.on
    readonly once = () => undefined
    readonly loadURL = called('loadURL', Promise.resolve())
    readonly show = called('show')
    constructor(options: { webPreferences: Record<string, unknown>; title: string }) {
      this.options = options
      windows.push(this)
    }
  }
  const powerMonitor = ears()
  const utility = { ...ears(), postMessage: called('postMessage'), kill: called('kill', true) }
  const module = {
    app,
    BrowserWindow,
    Menu: { setApplicationMenu: called('setApplicationMenu') },
    ipcMain: { handle: (name: string, hear: Hear) => void handlers.set(name, hear) },
    powerMonitor,
    protocol: { registerSchemesAsPrivileged: called('registerSchemesAsPrivileged') },
    session: {
      fromPartition: called('fromPartition', own),
    },
    utilityProcess: { fork: called('fork', utility) },
  }
  return { module, calls, handlers, set, contents, mainFrame, app, own, windows, powerMonitor, utility }
})
vi.mock('electron', () => electron.module)

const folder = mkdtempSync(join(tmpdir(), 'turnstone-electron-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
const named = (name: string) => electron.calls.filter(([what]) => what === name).map(([, ...given]) => given)

describe('the window under Electron, told to a stand-in', () => {
  beforeAll(async () => {
    const pages = await import('../../../main/hosts/machine.ts')
    mkdirSync(join(folder, 'assets'))
    writeFileSync(join(folder, 'index.html'), '<!doctype html><head></head><p>page</p>')
    writeFileSync(join(folder, 'assets', 'index-a1.js'), '1')
    vi.spyOn(pages, 'standing').mockReturnValue({
      workbench: 'workbench-process.js',
      job: 'job-process.js',
      version: '0',
      resources: folder,
      renderer: folder,
      preload: '/preload',
    })
    const before = process.argv
    process.argv = ['electron', '/turnstone']
    await import('../../../main/hosts/electron.ts')
    process.argv = before
    await vi.waitFor(() => expect(named('loadURL')).toHaveLength(1))
  })

  test('one window, in the sandbox, apart from its preload, with nothing of Node', () => {
    expect(electron.windows).toHaveLength(1)
    expect(electron.windows[0]!.options.title).toBe('Turnstone')
    expect(electron.windows[0]!.options.webPreferences).toEqual({
      ...pageRules,
      preload: join('/preload', 'electron.cjs'),
    })
    expect(pageRules).toMatchInlineSnapshot(`
      {
        "allowRunningInsecureContent": false,
        "backgroundThrottling": false,
        "contextIsolation": true,
        "devTools": false,
        "experimentalFeatures": false,
        "navigateOnDragDrop": false,
        "nodeIntegration": false,
        "nodeIntegrationInSubFrames": false,
        "nodeIntegrationInWorker": false,
        "partition": "workbench",
        "safeDialogs": true,
        "sandbox": true,
        "spellcheck": false,
        "webSecurity": true,
        "webviewTag": false,
      }
    `)
    expect(named('loadURL')).toEqual([['app://workbench/']])
    expect(electron.calls[0]![0]).toBe('enableSandbox')
    expect(named('fromPartition')).toEqual([['workbench', { cache: false }]])
    expect(named('setApplicationMenu')).toEqual([[null]])
    expect(named('setSpellCheckerEnabled')).toEqual([[false]])
  })

  test.each(['will-navigate', 'will-frame-navigate', 'will-redirect', 'will-attach-webview'])(
    '%s is prevented',
    (what) => {
      electron.app.say('web-contents-created', {}, electron.contents)
      const event = { preventDefault: vi.fn() }
      electron.contents.say(what, event)
      expect(event.preventDefault).toHaveBeenCalled()
    },
  )

  test('no window opens, no download starts, no permission is given, no device, certificate or screen', () => {
    const said = (name: string, ...given: unknown[]) => {
      const answers: unknown[] = []
      const result = electron.set.get(name)!(...given, (answer: unknown) => void answers.push(answer))
      return answers.length > 0 ? answers[0] : result
    }
    expect(said('open', { url: 'https://example.com' })).toEqual({ action: 'deny' })
    for (const permission of ['media', 'geolocation', 'clipboard-read', 'hid', 'notifications', 'fullscreen'])
      expect([said('permissionRequest', {}, permission), said('permissionCheck', {}, permission)]).toEqual([
        false,
        false,
      ])
    expect(said('device', {})).toBe(false)
    expect(said('display', {})).toEqual({})
    expect(said('bluetooth', {})).toEqual({ confirmed: false })
    expect(said('certificate', {})).toBe(-2)
    const download = { preventDefault: vi.fn() }
    electron.own.say('will-download', download)
    expect(download.preventDefault).toHaveBeenCalled()
  })

  test.each([
    ['app://workbench/', false],
    ['app://workbench/assets/index-a1.js', false],
    ['blob:app://workbench/1', false],
    ['app://other/', true],
    ['app://workbench.example.com/', true],
    ['https://example.com/', true],
    ['http://127.0.0.1:9/', true],
    ['wss://example.com/', true],
    ['file:///etc/passwd', true],
    ['devtools://devtools/bundled/inspector.html', true],
    ['chrome-extension://x/', true],
    ['data:text/html,x', true],
  ])('a request for %s is cancelled: %s', (url, cancel) => {
    const answer = vi.fn()
    electron.set.get('request')!({ url }, answer)
    expect(answer).toHaveBeenCalledWith({ cancel })
  })

  test('only our own page, at the top of our own window, is heard', async () => {
    const ask = electron.handlers.get('ask')!
    const grant = electron.handlers.get('grant')!
    const text = '{"id":1,"ask":"machine.state","with":{}}'
    const strangers = [
      null,
      { origin: electronOrigin },
      { origin: 'https://example.com' },
      { ...electron.mainFrame },
    ]
    for (const senderFrame of strangers) {
      expect(() => ask({ senderFrame }, text)).toThrow('Not our window.')
      await expect(grant({ senderFrame }, ['/etc/passwd'])).rejects.toThrow('Not our window.')
    }
    electron.mainFrame.origin = 'https://example.com'
    expect(() => ask({ senderFrame: electron.mainFrame }, text)).toThrow('Not our window.')
    electron.mainFrame.origin = electronOrigin
    expect(named('fork')).toHaveLength(0)
    expect(ask({ senderFrame: electron.mainFrame }, text)).toBeUndefined()
    expect(named('fork')[0]![0]).toBe('workbench-process.js')
    expect(named('postMessage')).toContainEqual([expect.objectContaining({ message: JSON.parse(text) })])
    const { hear: window } = named('postMessage')
      .map(([each]) => each as { hear?: number })
      .find(({ hear }) => hear !== undefined)!
    electron.utility.say('message', { to: window, reply: { id: 1, answer: { user: 'A' } } })
    expect(named('send')).toEqual([['reply', '{"id":1,"answer":{"user":"A"}}']])
    for (const odd of [null, 1, {}, [], 'x'.repeat(9 << 20)])
      expect(() => ask({ senderFrame: electron.mainFrame }, odd)).not.toThrow()
  })

  test.each(['lock-screen', 'suspend'])('%s locks the cases', (what) => {
    electron.powerMonitor.say(what)
    expect(named('postMessage').at(-1)).toEqual([
      expect.objectContaining({ message: expect.objectContaining({ ask: 'machine.lock' }) }),
    ])
  })

  test('its page comes with the one content policy, and nothing else of the disk comes at all', async () => {
    const handle = electron.set.get('scheme app')! as (request: Request | object) => Promise<Response>
    const asked = (url: string, method = 'GET') => handle({ url, method, headers: new Headers() })
    const page = await asked('app://workbench/')
    expect(page.status).toBe(200)
    const policy = page.headers.get('content-security-policy')!
    const nonce = /'nonce-([^']+)'/.exec(policy)![1]!
    expect(policy).toBe(contentPolicy(nonce))
    expect(await page.text()).toContain(`<meta property="csp-nonce" content="${nonce}"`)
    expect((await asked('app://workbench/assets/index-a1.js')).headers.get('content-type')).toMatch(
      /^text\/javascript/,
    )
    expect((await asked('app://workbench/', 'POST')).status).toBe(404)
  })
})

test('30 strange addresses are not found', async () => {
  const link = {
    connect: () => ({ receive: async () => undefined, close: () => undefined }),
    serve: async () => ({ status: 404 as const, mediaType: '', size: 0, from: 0, bytes: new Uint8Array() }),
    grant: async () => [],
    close: async () => undefined,
  }
  writeFileSync(join(folder, 'index.html'), '<head></head>')
  const answer = pagesOf(electronOrigin, folder, link, (n) => new Uint8Array(n))
  const strange = [
    '/../index.html',
    '/assets/../index.html',
    '/%2e%2e/etc/passwd',
    '/..%2f',
    '/..\\',
    '/%5c',
    '/%00',
    '/\0',
    '/index.html\0',
    '/index.html%00',
    '//',
    '//etc/passwd',
    '/./index.html',
    '/index.html/',
    '/INDEX.HTML',
    '/assets',
    '/assets/',
    '/C:/',
    '/file:///etc/passwd',
    '/~',
    '/evidence',
    '/evidence/',
    '/evidence/x/y',
    '/evidence/../..',
    '/statement/a',
    `/evidence/${'a'.repeat(32)}/../x`,
    '/.env',
    '/index.html;x',
    '/index.html ',
    '/etc/passwd',
  ]
  expect(strange).toHaveLength(30)
  for (const path of strange)
    expect((await answer({ url: `${electronOrigin}${path}`, method: 'GET', range: null })).status, path).toBe(
      404,
    )
  for (const url of [
    'app://other/index.html',
    'https://example.com/index.html',
    'app://workbench',
    'file:///index.html',
    '',
  ])
    expect((await answer({ url, method: 'GET', range: null })).status, url).toBe(404)
  expect((await answer({ url: `${electronOrigin}/`, method: 'GET', range: null })).status).toBe(200)
})

test.each([
  '--remote-debugging-port=9222',
  '--remote-debugging-pipe',
  '--inspect',
  '--inspect-brk=0',
  '--inspect=127.0.0.1:1',
  '--js-flags=--expose-gc',
  '--load-extension=/x',
  '--no-sandbox',
  '--disable-web-security',
  '--password-store=basic',
  '--ignore-certificate-errors',
  '-inspect',
  '--NO-SANDBOX',
])('does not start with %s', (word) => {
  expect(refusedStart(['/turnstone', word], {})).toMatch(/^--[a-z-]+$/)
})
test('starts with what is harmless', () => {
  expect(refusedStart(['/turnstone', '/cases/x.case', '--disable-gpu'], { HOME: '/home/a' })).toBeNull()
  expect(refusedStart([], { ELECTRON_DISABLE_SANDBOX: '1' })).toBe('ELECTRON_DISABLE_SANDBOX')
  expect(isOurs('app://workbench')).toBe(true)
})
