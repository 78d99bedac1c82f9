import type { Cli } from './cli'

type Listeners = {
  /** Ctrl-C for the first time. */
  readonly onBrake: () => void
  /** Ctrl-C again, or a request to end. */
  readonly onDetach: () => void
}

/** Turns signals into what they mean while a rollout is followed. Returns the way to stop. */
export function listenForInterrupts(cli: Cli, { onBrake, onDetach }: Listeners): () => void {
  let count = 0
  const stops = [
    cli.onSignal('SIGINT', () => {
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
