import { stepNames } from '../../shared/domain/lifecycle'
import type { SecretValue } from '../ports/secrets'
import { printfText, runPath, stripShell } from './agent-text'
import { buildSecretFiles, buildSecretVariables, letGoOfSecrets } from './secret-files'
import processSource from './agent-process.sh?raw'
import agentSource from './agent.sh?raw'
import wrapperSource from './agent-wrapper.sh?raw'

/** Old rollouts that stay on a host: enough to look back at, small enough for any disk. */
const KEPT_ROLLOUTS = 30
const KEPT_DAYS = 14

const preludeText = [
  `LM_wrapper='${stripShell(wrapperSource).replaceAll("'", `'\\''`)}'`,
  stripShell(processSource),
  stripShell(agentSource),
  'lm_say ready',
  '',
].join('\n')

/** What turns a fresh `/bin/sh` into an agent. Pure. `nonce` marks the agent's own words on stdout; letters and digits. */
export function buildAgentPrelude(nonce: string): string {
  return `LM_n='${nonce}'\n${preludeText}`
}

export type StepCommand = {
  readonly runDir: string
  readonly script: string
  /** Log bytes before this offset are not sent again. */
  readonly offset: number
  /** Names this try to start; never used twice. Letters, digits, dots. */
  readonly key: string
  readonly secrets?: readonly SecretValue[] | undefined
  /** Only follow; an attempt that is not there is not started. */
  readonly isJoinOnly: boolean
}

/** Start an attempt or join it, and follow it. Pure. @throws AppError `remote.bad-run-dir` */
export function buildStepCommand(step: StepCommand): string {
  const path = runPath(step.runDir)
  if (step.isJoinOnly) return `lm_step '${path}' ${step.offset} ${step.key} join &\nLM_f=$! LM_kind=step\n`
  const { secrets = [], key } = step
  return `${buildSecretFiles(secrets, key)}lm_script() {
${printfText(buildSecretVariables(secrets) + step.script)}
}
lm_step '${path}' ${step.offset} ${key} start${nextAttempts(step.runDir)} &
LM_f=$! LM_kind=step
${letGoOfSecrets(secrets)}`
}

/** The first attempts of the lifecycle's steps that follow this one, as one more word: their directories are made with its own. */
function nextAttempts(runDir: string): string {
  const at = stepNames.findIndex((step) => runDir.endsWith(`/${step}.1`))
  const names = at < 0 ? [] : stepNames.slice(at + 1).map((step) => `${step}.1`)
  return names.length === 0 ? '' : ` '${names.join(' ')}'`
}

/** Ask the exchange under way to stream its log from now on; repeating it is harmless. Pure. */
export function buildTailCommand(): string {
  return 'lm_signal USR1\n'
}

/** The log of an attempt from an offset to its present end. Pure. @throws AppError `remote.bad-run-dir` */
export function buildRestCommand(runDir: string, offset: number): string {
  return `lm_rest '${runPath(runDir)}' ${offset} &\nLM_f=$! LM_kind=step\n`
}

/** Run a script that is not detached; its stdout and stderr are those of the channel. Pure. `key` is needed with secrets. */
export function buildQueryCommand(script: string, secrets: readonly SecretValue[] = [], key = ''): string {
  const query = `LM_q=$(${printfText(buildSecretVariables(secrets) + script)})`
  return `${buildSecretFiles(secrets, key)}${query}\nlm_query &\nLM_f=$! LM_kind=query\n${letGoOfSecrets(secrets)}`
}

/** Ask whether an attempt was started. Pure. @throws AppError `remote.bad-run-dir` */
export function buildClaimedCommand(runDir: string): string {
  return `lm_claimed '${runPath(runDir)}'\n`
}

/** End the process group of an attempt. Pure. @throws AppError `remote.bad-run-dir` */
export function buildAbortCommand(runDir: string, graceMs: number, key: string): string {
  return `lm_abort '${runPath(runDir)}' ${Math.max(0, Math.round(graceMs))} ${key}\n`
}

/** Remove old rollouts from `~/.lastmile/runs`. Pure. */
export function buildPruneCommand(): string {
  return `lm_prune ${KEPT_ROLLOUTS} ${KEPT_DAYS} &\nLM_f=$! LM_kind=step\n`
}
