import type { Cli } from './cli'

type Listeners = {
  /** Ctrl-C for the first time. */
  readonly onBrake: () => void
  /** Ctrl-C again, or a request to end. */
  readonly onDetach: () => void
}

/** npm and npx pass on a Ctrl-C that the terminal has given to everybody already; nobody presses it twice this fast. */
const echoMs = 250

/** Turns signals into what they mean while a rollout is followed. Returns the way to stop. */
export function listenForInterrupts(cli: Cli, { onBrake, onDetach }: Listeners): () => void {
  let count = 0
  let lastAtMs = -Infinity
  const stops = [
    cli.onSignal('SIGINT', () => {
      const nowMs = cli.nowMs()
      const isEcho = nowMs - lastAtMs < echoMs
      lastAtMs = nowMs
      if (isEcho) return
      count += 1
      if (count === 1) onBrake()
      else onDetach()
    }),
    cli.onSignal('SIGTERM', onDetach),
    cli.onSignal('SIGHUP', onDetach),
  ]
  return () => {
    for (const stop of stops) stop()
  }
}
