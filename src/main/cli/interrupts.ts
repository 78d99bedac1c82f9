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

/** Longer than a console takes to let go of its rollouts and locks; who still presses Ctrl-C then wants out of here. */
const patienceMs = 10_000

/**
 * Take no notice of signals while a command ends: its exit code is known, and what is under way gives things back. Returns the
 * way to stop. When that takes too long, the first signal brings back what signals usually do, for the next.
 */
export function sitOutInterrupts(cli: Cli): () => void {
  const sinceMs = cli.nowMs()
  const stop = () => stops.forEach((each) => each())
  const stops = (['SIGINT', 'SIGTERM', 'SIGHUP'] as const).map((name) =>
    cli.onSignal(name, () => {
      if (cli.nowMs() - sinceMs > patienceMs) stop()
    }),
  )
  return stop
}
