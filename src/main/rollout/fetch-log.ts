import type { StepName } from '../../shared/domain/lifecycle'
import type { HostName } from '../../shared/domain/ids'
import type { RolloutState } from '../../shared/domain/rollout-state'
import type { LogSink } from '../ports/logs'
import type { StepShell } from '../ports/shell'
import { contextOf, runDirOf, settingsHost } from './step-context'
import { stepTarget } from './step-runner'
import { buildStepScript } from './step-script'

export type EndedAttempt = { readonly host: HostName; readonly step: StepName; readonly attempt: number }

/** An old attempt is over; what takes time is its output. */
const longestMs = 365 * 86_400_000

/**
 * Fetch the output of an attempt that has ended once more, from the run directory on its host; what is stored of it already
 * is not stored twice. False when the host does not have it any more. Never runs anything.
 * @throws AppError `ssh.*`, `remote.*` when the machine cannot be spoken to
 */
export async function fetchLog(
  ports: { readonly shell: StepShell; readonly logs: LogSink },
  { settings, hosts }: RolloutState,
  { host: name, step, attempt }: EndedAttempt,
): Promise<boolean> {
  const { shell, logs } = ports
  const host = settingsHost(settings, name)
  const target = stepTarget(settings, host, step)
  const runDir = runDirOf(settings, name, `${step}.${attempt}`)
  if (!(await shell.hasStarted(target, runDir))) return false
  const context = contextOf(settings, host, { name: step, attempt, previous: hosts[name]?.before?.version })
  const key = { rollout: settings.rollout, host: name, step, attempt }
  await shell.run({
    target,
    runDir,
    // it names the secrets that the attempt was given, and would do nothing if the directory vanished this very moment
    script: `exit 0\n${buildStepScript(settings, step, context)}`,
    secrets: settings,
    timeoutMs: longestMs,
    onOutput: (bytes, offset) => (logs.write(key, offset, bytes) ? undefined : logs.drained()),
  })
  return true
}
