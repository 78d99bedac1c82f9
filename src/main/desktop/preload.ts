/**
 * All that the page gets of the desktop, run in its sandbox before it: a way to ask for a port to the console, and wishes of
 * the desktop as message events. Everything that is said on the port keeps to the contract.
 */
import { contextBridge, ipcRenderer } from 'electron'
import { bridgeName, channels, portArrived, type DesktopBridge } from '../../shared/ipc/desktop-line'

type PageWindow = { readonly postMessage: (message: unknown, target: string, transfer?: readonly unknown[]) => void }

const page = globalThis as unknown as PageWindow
/** The page's own origin, whatever it is. */
const sameOrigin = '/'

const bridge: DesktopBridge = {
  connect: () => {
    const { port1, port2 } = new MessageChannel()
    // Node's types know no transfer of the ports of a browser
    ipcRenderer.postMessage(channels.connect, null, [port1 as never])
    page.postMessage(portArrived, sameOrigin, [port2])
  },
}

ipcRenderer.on(channels.wish, (_event, wish: unknown) => page.postMessage({ lastmile: wish }, sameOrigin))
contextBridge.exposeInMainWorld(bridgeName, bridge)
