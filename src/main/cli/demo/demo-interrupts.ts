import type { Cli } from '../cli'

/** What ends a demo before its end. */
export class DemoEnded extends Error {
  override readonly name = 'DemoEnded'
}

/** What ends the demo, and the way to stop listening. */
export type EndListening = { readonly signal: AbortSignal; readonly stop: () => void }

/**
 * Turn Ctrl-C and requests to end into an abort. `isCtrlCOurs` says no while something else makes sense of Ctrl-C.
 */
export function listenForEnd(cli: Cli, isCtrlCOurs: () => boolean): EndListening {
  const controller = new AbortController()
  const end = () => controller.abort(new DemoEnded('the demo was ended'))
  const stops = [
    cli.onSignal('SIGINT', () => {
      if (isCtrlCOurs()) end()
    }),
    cli.onSignal('SIGTERM', end),
    cli.onSignal('SIGHUP', end),
  ]
  return { signal: controller.signal, stop: () => stops.forEach((stop) => stop()) }
}

/** Wait; rejects with the reason when `signal` is aborted. */
export function sleepUnless(signal: AbortSignal, ms: number): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) return reject(signal.reason as Error)
    const onAbort = () => {
      clearTimeout(timer)
      reject(signal.reason as Error)
    }
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', onAbort)
      resolve()
    }, ms)
    signal.addEventListener('abort', onAbort, { once: true })
  })
}

/** Resolves when `signal` is aborted. */
export const untilAborted = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) return resolve()
    signal.addEventListener('abort', () => resolve(), { once: true })
  })
