import { join } from 'node:path'
import {
  app,
  BrowserWindow,
  ipcMain,
  Menu,
  powerMonitor,
  protocol,
  type Session,
  session,
  utilityProcess,
} from 'electron'
import type { JobProcess } from '../jobs/powers.ts'
import type { Link } from '../link.ts'
import { childLink } from './child-link.ts'
import { electronOrigin, isOurs, ownSwitches, pageRules, refusedStart, scheme } from './electron-rules.ts'
import { chance, machineFolder, standing, thisUser } from './machine.ts'
import { pagesOf } from './pages.ts'
import { clientOver, openSlot, type Slot } from './slot.ts'

// The only file that knows Electron. It opens one window, carries messages and says who may speak.
const here = standing(import.meta.url)
const refused = refusedStart(process.argv.slice(1), process.env)

if (refused !== null) {
  process.stderr.write(
    `Turnstone does not start with ${refused}: it would weaken the window. Leave it out.\n`,
  )
  app.exit(1)
} else if (!app.requestSingleInstanceLock()) app.exit(0)
else begin()

function begin(): void {
  app.enableSandbox()
  for (const [name, value] of ownSwitches) app.commandLine.appendSwitch(name, value)
  protocol.registerSchemesAsPrivileged([
    {
      scheme,
      privileges: { standard: true, secure: true, supportFetchAPI: true, corsEnabled: true, stream: true },
    },
  ])
  app.on('web-contents-created', (_event, contents) => {
    for (const what of [
      'will-navigate',
      'will-frame-navigate',
      'will-redirect',
      'will-attach-webview',
    ] as const)
      contents.on(what as 'will-navigate', (event) => event.preventDefault())
    contents.setWindowOpenHandler(() => ({ action: 'deny' }))
  })
  // Other people's certificates and passwords are none of this window's business.
  app.on('certificate-error', (event, _contents, _url, _error, _certificate, answer) => {
    event.preventDefault()
    answer(false)
  })
  app.on('login', (event) => event.preventDefault())
  app.on('select-client-certificate', (event) => event.preventDefault())
  void app.whenReady().then(openWindow)
}

async function openWindow(): Promise<void> {
  Menu.setApplicationMenu(null)
  const link = childLink({
    start: {
      machineDir: machineFolder(),
      resourcesDir: here.resources,
      user: thisUser(),
      version: here.version,
    },
    startWorkbench: () => startUtility(here.workbench),
    startJob: () => startUtility(here.job),
  })
  const own = session.fromPartition(pageRules.partition, { cache: false })
  closeOff(own)
  const answer = pagesOf(electronOrigin, here.renderer, link, chance.random)
  own.protocol.handle(scheme, async ({ url, method, headers }) => {
    const { status, headers: told, body } = await answer({ url, method, range: headers.get('range') })
    return new Response(body.length === 0 ? null : Buffer.from(body), { status, headers: told })
  })

  const window = new BrowserWindow({
    title: 'Turnstone',
    width: 1_440,
    height: 900,
    minWidth: 960,
    minHeight: 600,
    show: false,
    webPreferences: { ...pageRules, preload: join(here.preload, 'electron.cjs') },
  })
  window.on('page-title-updated', (event) => event.preventDefault())
  window.once('ready-to-show', () => window.show())
  app.on('second-instance', () => {
    if (window.isMinimized()) window.restore()
    window.focus()
  })
  listenTo(window, link)
  lockWithTheScreen(link)
  app.on('window-all-closed', () => void link.close().finally(() => app.quit()))
  await window.loadURL(`${electronOrigin}/`)
}

/** Nothing leaves, nothing is granted, nothing is fetched: whatever a page asks of this session is refused. */
function closeOff(own: Session): void {
  own.webRequest.onBeforeRequest(({ url }, answer) =>
    answer({ cancel: !isOurs(url) && !url.startsWith('blob:') }),
  )
  own.setPermissionRequestHandler((_contents, _permission, answer) => answer(false))
  own.setPermissionCheckHandler(() => false)
  own.setDevicePermissionHandler(() => false)
  own.setDisplayMediaRequestHandler((_request, answer) => answer({}))
  own.setUSBProtectedClassesHandler(() => [])
  own.setBluetoothPairingHandler((_details, answer) => answer({ confirmed: false }))
  own.setCertificateVerifyProc((_request, answer) => answer(-2))
  own.setSpellCheckerEnabled(false)
  own.on('will-download', (event) => event.preventDefault())
}

/** Takes messages from our own page at the top of our own window, and from nobody else. */
function listenTo(window: BrowserWindow, link: Link): void {
  const { webContents } = window
  const held: { slot: Slot | null } = { slot: null }
  const fresh = () => {
    held.slot?.close()
    held.slot = openSlot(link, (message) => {
      if (!webContents.isDestroyed()) webContents.send('reply', JSON.stringify(message))
    })
  }
  // Each load of the page is a window of its own: what the last one asked is cancelled.
  webContents.on('did-navigate', fresh)
  window.once('closed', () => held.slot?.close())
  fresh()

  const refuseOthers = (event: Electron.IpcMainInvokeEvent) => {
    const { senderFrame } = event
    if (
      senderFrame === null ||
      senderFrame !== webContents.mainFrame ||
      senderFrame.origin !== electronOrigin
    )
      throw new Error('Not our window.')
  }
  ipcMain.handle('ask', (event, text: unknown) => {
    refuseOthers(event)
    held.slot?.receive(text)
  })
  // Sent by our preload, which asked the system for them. They are only ever read, or chosen to be written to.
  ipcMain.handle('grant', async (event, paths: unknown) => {
    refuseOthers(event)
    return link.grant(Array.isArray(paths) ? paths.filter((path) => typeof path === 'string') : [])
  })
}

/** The workbench hears when the screen locks and before the machine sleeps, in one message; its settings decide. */
function lockWithTheScreen(link: Link): void {
  const client = clientOver(link)
  const lock = (why: 'screen' | 'sleep') => () =>
    void client.call('machine.lock', { why }).catch(() => undefined)
  powerMonitor.on('lock-screen', lock('screen'))
  powerMonitor.on('suspend', lock('sleep'))
}

/** Starts one of our programs in a process of Electron's own kind, since `child_process.fork` needs a fuse that is off. */
function startUtility(program: string): JobProcess {
  const child = utilityProcess.fork(program, [], { stdio: 'inherit', serviceName: 'Turnstone' })
  const ears = {
    message: (_message: unknown): void => undefined,
    exit: (_code: number | null): void => undefined,
  }
  child.on('message', (message: unknown) => ears.message(message))
  child.once('exit', (code) => ears.exit(code))
  return {
    send: (message) => child.postMessage(message),
    onMessage: (hear) => {
      ears.message = hear
    },
    onExit: (hear) => {
      ears.exit = hear
    },
    kill: () => void child.kill(),
  }
}
