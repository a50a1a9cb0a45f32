import { contextBridge, ipcRenderer, webUtils } from 'electron'
import type { Ask, Bridge, Reply } from '../casework/contract/wire.ts'

// A sandboxed preload is one file, and what two entries import is split off into another: hence no import but types.
const ears: ((message: Reply) => void)[] = []
// What comes before anyone listens is kept for the first to do so.
const early: Reply[] = []
ipcRenderer.on('reply', (_event, text: string) => {
  const message = JSON.parse(text) as Reply
  if (ears.length === 0) early.push(message)
  for (const hear of ears) hear(message)
})

const bridge: Bridge = Object.freeze({
  send: (message: Ask) => void ipcRenderer.invoke('ask', JSON.stringify(message)),
  listen: (hear: (message: Reply) => void) => {
    ears.push(hear)
    for (const message of early.splice(0)) hear(message)
  },
  // The path of a file goes to the host on a channel of its own, from here; the page is given ids and nothing else.
  grant: (files: readonly unknown[]) =>
    ipcRenderer.invoke(
      'grant',
      files.map((file) => webUtils.getPathForFile(file as File)).filter((path) => path !== ''),
    ) as Promise<readonly string[]>,
})
contextBridge.exposeInMainWorld('turnstone', bridge)
