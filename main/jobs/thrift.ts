import { setFlagsFromString } from 'node:v8'

/**
 * Has this process sweep up soon after itself. A job leaves much behind that is used once: the heap grows by a fifth
 * before it is swept instead of to several times what is alive, which halves its memory and costs no time that can be
 * measured (`npm run bench -- bundle`). Said from within, since Electron hands no flags to a process of its own kind; like
 * Node, it leaves V8's flags open after the start.
 */
export function sweepOften(): void {
  setFlagsFromString('--heap-growing-percent=20')
}
