import type { Cli } from '../cli'

/** What ends a demo before its end. */
export class DemoEnded extends Error {
  override readonly name = 'DemoEnded'
}

/** What ends the demo, and the way to stop listening. */
export type EndListening = { readonly signal: AbortSignal; readonly stop: () => void }

/**
 * Turn Ctrl-C and requests to end into an abort. `isCtrlCOurs` says no while something else makes sense of Ctrl-C;
 * `onEnd` is called once.
 */
export function listenForEnd(cli: Cli, isCtrlCOurs: () => boolean, onEnd: () => void): EndListening {
  const controller = new AbortController()
  const end = () => {
    // npm passes a Ctrl-C on that the terminal has given to everybody already
    if (controller.signal.aborted) return
    onEnd()
    controller.abort(new DemoEnded('the demo was ended'))
  }
  const stops = [
    cli.onSignal('SIGINT', () => {
      if (isCtrlCOurs()) end()
    }),
    cli.onSignal('SIGTERM', end),
    cli.onSignal('SIGHUP', end),
  ]
  return { signal: controller.signal, stop: () => stops.forEach((stop) => stop()) }
}

/** Wait for work, but no longer than until `signal` is aborted; then rejects with its reason. */
export async function unlessAborted<T>(signal: AbortSignal, work: Promise<T>): Promise<T> {
  const stopWaiting = new AbortController()
  const aborted = new Promise<never>((_, reject) => {
    const onAbort = () => reject(signal.reason as Error)
    if (signal.aborted) onAbort()
    signal.addEventListener('abort', onAbort, { once: true, signal: stopWaiting.signal })
  })
  try {
    return await Promise.race([work, aborted])
  } finally {
    stopWaiting.abort()
    // what is still under way finds its console closed; nobody waits for it
    void work.catch(() => undefined)
  }
}
