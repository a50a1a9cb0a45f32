import { spawn, spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { findBrowser } from '../../support/browser.ts'

const browser = await findBrowser()
const traceable = spawnSync('strace', ['-o', '/dev/null', 'true']).status === 0
const from = (path: string) => fileURLToPath(new URL(path, import.meta.url))

/** A window's whole life: opened, pushed to reach out in every way a page has, closed. */
const session = `
  import { openWindow, plainPage } from '${from('../../support/hosts.ts')}'
  const { page, close } = await openWindow({ rendererDir: plainPage })
  await page.evaluate(async () => {
    navigator.sendBeacon('https://example.com/', 'x')
    await fetch('http://192.0.2.1/').catch(() => undefined)
    document.head.append(Object.assign(document.createElement('link'), { rel: 'dns-prefetch', href: 'https://example.com' }))
    document.head.append(Object.assign(document.createElement('link'), { rel: 'preconnect', href: 'https://192.0.2.1' }))
    new Image().src = 'https://example.com/x.png'
    const peer = new RTCPeerConnection({ iceServers: [{ urls: 'stun:192.0.2.1:3478' }] })
    peer.createDataChannel('x')
    await peer.setLocalDescription()
  })
  await page.evaluate(() => void window.open('https://192.0.2.1/'))
  await page.waitForTimeout(3_000)
  await close()
`

/** The lines of a trace that reach, or wait, beyond this machine. */
const beyond = (trace: string): string[] =>
  trace
    .split('\n')
    .filter((line) => /\b(connect|sendto|sendmsg|sendmmsg|bind|listen)\(\d+<(TCP|UDP)/.test(line))
    // To connect a datagram socket only asks the kernel which way it would go; what is then sent stands on its own line.
    .filter((line) => !/\bconnect\(\d+<UDP/.test(line))
    .filter((line) => !/inet_addr\("127\.|"::1"|"::ffff:127\.|->(127\.|\[::1\])/.test(line))

test.skipIf(browser === undefined || !traceable)(
  'a window opens no port and sends nothing beyond this machine',
  async () => {
    const folder = mkdtempSync(join(tmpdir(), 'turnstone-trace-'))
    try {
      const script = join(folder, 'session.ts')
      const trace = join(folder, 'trace')
      writeFileSync(script, session)
      const options = [
        '-f',
        '-qq',
        '-s',
        '64',
        '-e',
        'trace=connect,sendto,sendmsg,sendmmsg,bind,listen',
        '-o',
        trace,
      ]
      const child = spawn('strace', [...options, process.execPath, script], {
        stdio: ['ignore', 'ignore', 'pipe'],
      })
      const said: string[] = []
      child.stderr.on('data', (text: Buffer) => void said.push(text.toString()))
      const code = await new Promise((done) => child.once('close', done))
      expect(code, said.join('')).toBe(0)
      const text = readFileSync(trace, 'utf8')
      expect(text.length).toBeGreaterThan(1_000)
      expect(beyond(text)).toEqual([])
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  },
  120_000,
)

test('the watch can fail', () => {
  const planted = [
    '12 connect(5<TCP:[77]>, {sa_family=AF_INET, sin_port=htons(443), sin_addr=inet_addr("192.0.2.1")}, 16) = 0',
    '12 sendto(5<UDPv6:[77]>, "x", 1, 0, {sa_family=AF_INET6, inet_pton(AF_INET6, "2001:db8::1")}, 28) = 1',
    '12 sendto(5<UDP:[10.0.0.2:41000->192.0.2.1:53]>, "x", 1, 0, NULL, 0) = 1',
    '12 listen(5<TCP:[0.0.0.0:9222]>, 10) = 0',
  ]
  expect(beyond(planted.join('\n'))).toEqual(planted)
  const here =
    '12 connect(5<TCP:[77]>, {sa_family=AF_INET, sin_port=htons(9), sin_addr=inet_addr("127.0.0.1")}, 16) = -1'
  expect(beyond(here)).toEqual([])
})
