/** The rules of the Electron window that need no Electron to state. */

/** The page's own scheme and origin. */
export const scheme = 'app'
export const electronOrigin = `${scheme}://workbench`

/** How every window's page is run: in the sandbox, apart from its preload, with nothing of Node. */
export const pageRules = {
  contextIsolation: true,
  sandbox: true,
  nodeIntegration: false,
  nodeIntegrationInWorker: false,
  nodeIntegrationInSubFrames: false,
  webviewTag: false,
  webSecurity: true,
  allowRunningInsecureContent: false,
  experimentalFeatures: false,
  spellcheck: false,
  devTools: false,
  navigateOnDragDrop: false,
  // A page that may rest while hidden would show its last picture, from before the lock, when it comes back.
  backgroundThrottling: false,
  safeDialogs: true,
  // In memory: without “persist:” nothing of the session reaches the disk.
  partition: 'workbench',
} as const

const refusedSwitches = [
  'no-sandbox',
  'disable-sandbox',
  'disable-setuid-sandbox',
  'disable-namespace-sandbox',
  'disable-seccomp-filter-sandbox',
  'disable-gpu-sandbox',
  'no-zygote-sandbox',
  'single-process',
  'in-process-gpu',
  'disable-web-security',
  'disable-site-isolation-trials',
  'allow-file-access-from-files',
  'allow-running-insecure-content',
  'ignore-certificate-errors',
  'remote-debugging-port',
  'remote-debugging-pipe',
  'remote-debugging-address',
  'remote-allow-origins',
  'inspect',
  'inspect-brk',
  'inspect-port',
  'inspect-wait',
  'inspect-publish-uid',
  'js-flags',
  'load-extension',
  'password-store',
  'use-mock-keychain',
  'proxy-server',
  'proxy-pac-url',
  'host-rules',
  'host-resolver-rules',
  'enable-logging',
  'log-file',
  'log-net-log',
  'renderer-cmd-prefix',
  'gpu-launcher',
  'utility-cmd-prefix',
  'enable-blink-features',
  'disable-features',
  'user-data-dir',
  'auth-server-whitelist',
] as const
const refusedVariables = ['ELECTRON_DISABLE_SANDBOX']

/** The first thing on the command line or about it that would weaken the window, or null. */
export function refusedStart(
  argv: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): string | null {
  for (const word of argv) {
    const name = /^--?([a-z][a-z-]*)(=|$)/i.exec(word)?.[1]?.toLowerCase()
    if (name !== undefined && (refusedSwitches as readonly string[]).includes(name)) return `--${name}`
  }
  return refusedVariables.find((name) => (env[name] ?? '') !== '') ?? null
}

/** Switches the window adds for itself: no lookups, no proxy that lives, no notes of its own. */
export const ownSwitches: readonly (readonly [string, string?])[] = [
  ['host-resolver-rules', 'MAP * ~NOTFOUND'],
  ['proxy-server', 'http://127.0.0.1:9'],
  ['proxy-bypass-list', '<-loopback>'],
  // Dates are written as they are here, whatever the machine was set up as.
  ['lang', 'en-GB'],
  ['disable-background-networking'],
  ['disable-component-update'],
  ['disable-domain-reliability'],
  ['disable-breakpad'],
  ['disable-quic'],
  ['dns-prefetch-disable'],
  ['no-pings'],
  ['disable-http-cache'],
  ['force-webrtc-ip-handling-policy', 'disable_non_proxied_udp'],
]

/** Whether an address is our own page or something on its origin. */
export const isOurs = (url: string): boolean => url === electronOrigin || url.startsWith(`${electronOrigin}/`)
