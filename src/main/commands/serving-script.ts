import type { StepContext } from './step-environment'
import { assignCommand, buildScript } from './step-script'

/**
 * Ask which hosts serve, with the app's `traffic.serving` command; for a query. Pure. Its exit code is the script's: other
 * than 0 means that nobody knows, never that nobody serves.
 * @throws AppError `spec.*` of templates, `remote.bad-version`
 */
export const buildServingScript = (context: StepContext, serving: string): string =>
  buildScript(context, assignCommand('lm_serving', serving, context), 'lm_run "$lm_serving"')

export type Serving = {
  /** Known hosts that serve, in the order of `knownHosts`. */
  readonly serving: readonly string[]
  /** Names that are no host of this cluster: ignored, but worth a look. */
  readonly unknown: readonly string[]
}

/** Read the names the serving command printed, one on a line. Pure; no line means that none serves. */
export function parseServing(stdout: string, knownHosts: readonly string[]): Serving {
  const named = new Set(
    stdout
      .split('\n')
      .map((line) => line.trim())
      .filter((line) => line !== ''),
  )
  const known = new Map(knownHosts.map((host) => [host.trim(), host]))
  return {
    serving: [...known].filter(([name]) => named.has(name)).map(([, host]) => host),
    unknown: [...named].filter((name) => !known.has(name)),
  }
}
