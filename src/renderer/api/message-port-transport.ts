import { portArrived, tellTakenEvery, weightOf, type DesktopBridge } from '../../shared/ipc/desktop-line'
import type { Transport, TransportListener } from './transport'
import { WireTransport, type Wire, type WireEvents } from './wire-transport'

/** The line of the desktop window to the console in the main process. Nobody is signed in there, nor signed out. */
export const messagePortTransport = (bridge: DesktopBridge, listener: TransportListener): Transport =>
  new WireTransport({ open: (events) => openPort(bridge, events), isSignedOut: () => Promise.resolve(false) }, listener)

function openPort(bridge: DesktopBridge, { opened, received, closed }: WireEvents): Wire {
  let port: MessagePort | undefined
  let taken = 0
  let told = 0
  const take = ({ data }: MessageEvent<unknown>) => {
    if (typeof data !== 'string' && !(data instanceof Uint8Array)) return
    received(data)
    taken += weightOf(data)
    if (taken - told < tellTakenEvery) return
    told = taken
    port?.postMessage(taken)
  }
  const arrive = ({ data, source, ports: [arrived] }: MessageEvent<unknown>) => {
    // only what this very window was told: a port of somebody else would be a console of somebody else
    if (data !== portArrived || source !== window || !arrived) return
    window.removeEventListener('message', arrive)
    port = arrived
    port.onmessage = take
    port.addEventListener('close', closed)
    opened()
  }
  window.addEventListener('message', arrive)
  // the port may arrive at once, and what is opened then has to be known by then
  queueMicrotask(bridge.connect)
  return {
    send: (text) => port?.postMessage(text),
    close: () => {
      window.removeEventListener('message', arrive)
      port?.close()
    },
  }
}
