import { failWith } from './exit-code'
import type { StepContext } from './step-environment'
import { assignCommand, buildScript, buildSleep, clockPart, oneLinePart, wholeSeconds } from './step-script'

export type EffectOptions = {
  readonly run: string
  /** Exits 0 once the effect shows. */
  readonly check?: string | undefined
  readonly checkIntervalMs: number
  /** From the start of the script; one check is made in any case. */
  readonly timeoutMs: number
}

/**
 * Cause an effect outside the host (mute, drain, admit, unmute) and wait until it shows. Pure.
 *
 * A failing `run` ends the script with its exit code and `phase=run`; a check that never succeeds ends it with
 * `effect-not-shown` and `phase=check`. Result: `phase=run|check|shown` as it goes along, `shown=yes|unchecked`, `runExit`,
 * `evidence` (last output of the check, one line).
 * @throws AppError `spec.*` of templates, `remote.bad-version`
 */
export function buildEffectScript(context: StepContext, options: EffectOptions): string {
  const { run, check } = options
  return buildScript(
    context,
    check === undefined ? '' : checkStart(options),
    assignCommand('lm_command', run, context),
    runPart,
    ...(check === undefined
      ? ['lm_put phase shown\nlm_put shown unchecked']
      : [assignCommand('lm_check', check, context), checkPart(options)]),
  )
}

const runPart = `
lm_put phase run
lm_run "$lm_command"
lm_exit=$?
lm_put runExit "$lm_exit"
if [ "$lm_exit" -ne 0 ]; then
  lm_put reason run-failed
  lm_say "the command failed with exit code $lm_exit"
  exit "$lm_exit"
fi
`

const checkStart = ({ timeoutMs }: EffectOptions): string => `
${oneLinePart.trim()}
${clockPart.trim()}
lm_clock
lm_end=$((lm_now + ${wholeSeconds(timeoutMs)}))
`

const checkPart = ({ checkIntervalMs, timeoutMs }: EffectOptions): string => `
lm_put phase check
lm_before=-
lm_put_evidence() {
  lm_one_line "$lm_output"
  lm_put evidence "$lm_line"
}
while :; do
  lm_output=$(lm_eval "$lm_check" 2>&1)
  lm_exit=$?
  lm_seen="exit $lm_exit: $lm_output"
  if [ "$lm_seen" != "$lm_before" ]; then
    lm_one_line "$lm_seen"
    lm_say "check: $lm_line"
  fi
  lm_before=$lm_seen
  [ "$lm_exit" -ne 0 ] || break
  lm_clock
  if [ "$lm_now" -ge "$lm_end" ]; then
    lm_put_evidence
    ${failWith('effect-not-shown', `the command ended well, but the check did not show its effect within ${wholeSeconds(timeoutMs)} s (last exit code $lm_exit)`)}
  fi
  ${buildSleep(checkIntervalMs)}
done
lm_put phase shown
lm_put shown yes
lm_put_evidence
`
