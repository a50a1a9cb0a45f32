import { contextBridge, ipcRenderer, webUtils } from 'electron'
import { bridgeOver } from './bridge.ts'

// The path of a file goes to the host on a channel of its own, from here; the page is given ids and nothing else.
contextBridge.exposeInMainWorld(
  'turnstone',
  bridgeOver({
    send: (text) => void ipcRenderer.invoke('ask', text),
    listen: (hear) => void ipcRenderer.on('reply', (_event, text: string) => hear(text)),
    grant: (files) =>
      ipcRenderer.invoke(
        'grant',
        files.map((file) => webUtils.getPathForFile(file as File)).filter((path) => path !== ''),
      ) as Promise<readonly string[]>,
  }),
)
