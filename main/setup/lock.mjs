import { readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { setTimeout as pause } from 'node:timers/promises'
import { say } from './place.mjs'

const beatEvery = 2_000
const staleAfter = 15_000

/**
 * Does `work` while no other start of Turnstone does the same, and returns its result. The lock is a file whose time
 * is touched every two seconds; one left untouched for fifteen belongs to nobody, so a killed start blocks no later
 * one. (A process number would not do: two containers on one folder have different numbers.)
 */
export async function alone(file, work) {
  const mark = `${process.pid} ${process.hrtime.bigint()}`
  let told = false
  while (!taken(file, mark)) {
    if (isStale(file)) rmSync(file, { force: true })
    else {
      if (!told) say('Another start of Turnstone is setting up; waiting for it …')
      told = true
      await pause(300)
    }
  }
  const free = () => {
    if (isOurs(file, mark)) rmSync(file, { force: true })
  }
  const beat = setInterval(() => touch(file), beatEvery)
  process.once('exit', free)
  try {
    return await work()
  } finally {
    clearInterval(beat)
    process.off('exit', free)
    free()
  }
}

function taken(file, mark) {
  try {
    writeFileSync(file, mark, { flag: 'wx' })
    return true
  } catch (error) {
    // Windows says EPERM of a file that is just being taken away.
    if (error.code === 'EEXIST' || (error.code === 'EPERM' && process.platform === 'win32')) return false
    throw error
  }
}

/** Whether a lock file is there and has been left untouched too long. */
export function isStale(file, now = Date.now()) {
  try {
    return now - statSync(file).mtimeMs > staleAfter
  } catch {
    return false
  }
}

function isOurs(file, mark) {
  try {
    return readFileSync(file, 'utf8') === mark
  } catch {
    return false
  }
}

function touch(file) {
  const now = new Date()
  try {
    utimesSync(file, now, now)
  } catch {
    // Gone: someone took it for stale. They will find the work done.
  }
}
