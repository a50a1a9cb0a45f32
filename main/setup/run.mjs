import { spawn } from 'node:child_process'
import { constants } from 'node:os'
import { root } from './place.mjs'

const posix = process.platform !== 'win32'

/**
 * Runs a program to its end. Returns `{ code, out, late }`: its exit code (128 and the signal's number if it was
 * ended by one, 127 if it could not be started), what it wrote if that was kept, and whether it ran out of time.
 *
 * `show`: 'inherit' gives it our own terminal; 'stderr' lets it speak on our standard error alone;
 * 'both' shows and keeps; 'keep' only keeps. Unless it inherits ours, its standard input is empty.
 */
export function run(
  program,
  args,
  { show = 'inherit', cwd = root, env = process.env, limit, shell = false } = {},
) {
  const ours = show === 'inherit'
  const kept = show === 'keep' || show === 'both'
  const said = kept ? 'pipe' : 2
  return new Promise((done) => {
    // One that shares our terminal must stay in our group, or it could not read a passphrase from it.
    // Any other leads a group of its own, so that ending it ends what it started as well.
    const detached = posix && !ours
    const child = spawn(program, args, {
      cwd,
      env,
      shell,
      detached,
      stdio: ours ? 'inherit' : ['ignore', said, said],
      windowsHide: true,
    })
    const end = (signal) => {
      try {
        if (detached) process.kill(-child.pid, signal)
        else child.kill(signal)
      } catch {
        // It has ended already.
      }
    }
    const release = passSignals(end, ours)
    let out = ''
    let late = false
    const clock =
      limit &&
      setTimeout(() => {
        late = true
        end('SIGTERM')
        setTimeout(() => end('SIGKILL'), 5_000).unref()
      }, limit)
    for (const stream of kept ? [child.stdout, child.stderr] : []) {
      stream.setEncoding('utf8')
      stream.on('data', (text) => {
        out += text
        if (show === 'both') process.stdout.write(text)
      })
    }
    const finish = (code) => {
      clearTimeout(clock)
      release()
      done({ code, out, late })
    }
    child.once('error', (error) => {
      out += error.message
      finish(127)
    })
    child.once('close', (code, signal) => finish(code ?? codeOf(signal)))
  })
}

/** The exit code a shell gives to a program ended by a signal. */
export function codeOf(signal) {
  return 128 + (constants.signals[signal] ?? 0)
}

/**
 * Hands Ctrl-C and its kin to a child. A terminal tells every program that shares it, so that is not told twice.
 * When a child in a group of its own has been stopped this way, we end as well; one that shares our terminal
 * decides for itself, and its exit code is passed on.
 */
function passSignals(end, sharesTerminal) {
  let stopped
  const hear = (signal) => {
    if (signal === 'SIGINT' && sharesTerminal && process.stdin.isTTY) return
    end(signal)
    if (sharesTerminal) return
    stopped = signal
    setTimeout(() => process.exit(codeOf(signal)), 5_000).unref()
  }
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP']
  for (const signal of signals) process.on(signal, hear)
  return () => {
    for (const signal of signals) process.off(signal, hear)
    if (stopped !== undefined) process.exit(codeOf(stopped))
  }
}
