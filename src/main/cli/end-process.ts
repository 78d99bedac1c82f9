import type { ExitCode } from './exit-code'

/**
 * Let this process end with a code, once nothing keeps it any more. A signal that comes before ends it at once, with the same
 * code: how the command ended is told by then, and a script must not hear anything else.
 */
export function endProcess(code: ExitCode): void {
  process.exitCode = code
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => process.exit())
  // an end without it frees what listens first, and for some 50 ms signals are what they usually are
  process.once('beforeExit', () => process.exit())
}
