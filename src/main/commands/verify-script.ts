import { failWith } from './exit-code'
import { probePart, type ProbeOptions } from './probe-script'
import type { StepContext } from './step-environment'
import { buildScript, buildSleep, clockPart, wholeSeconds } from './step-script'

export type VerifyOptions = ProbeOptions & {
  /** Good probes in a row that make the host good. */
  readonly consecutive: number
  readonly intervalMs: number
  readonly warmupMs: number
  /** From the start of the script, the warm-up included; a probe that is under way then is still waited for. */
  readonly timeoutMs: number
}

/**
 * Probe until the host was good N times in a row, or the time is over. Pure.
 *
 * Anything may go wrong while the service starts; only the end counts. Result: `probes`, `good` (in a row), `lastStatus`
 * (http) and `lastOutcome`.
 * @throws AppError `spec.*` of templates, `remote.bad-version`
 */
export const buildVerifyScript = (context: StepContext, options: VerifyOptions): string =>
  buildScript(
    context,
    probePart(context, options),
    clockPart,
    `
lm_clock
lm_end=$((lm_now + ${wholeSeconds(options.timeoutMs)}))
lm_probes=0
lm_good=0
lm_before=
lm_repeats=0
lm_finish() {
  lm_put probes "$lm_probes"
  lm_put good "$lm_good"
  lm_put lastStatus "$lm_status"
  lm_one_line "$lm_outcome"
  lm_put lastOutcome "$lm_line"
}
${report}
${buildSleep(options.warmupMs)}
while :; do
  lm_probe
  if [ $? -eq 0 ]; then lm_good=$((lm_good + 1)); else lm_good=0; fi
  lm_probes=$((lm_probes + 1))
  lm_report
  if [ "$lm_good" -ge ${options.consecutive} ]; then
    lm_finish
    exit 0
  fi
  lm_clock
  if [ "$lm_now" -ge "$lm_end" ]; then
    lm_finish
    ${failWith('not-good-in-time', `not good ${options.consecutive} times in a row within ${wholeSeconds(options.timeoutMs)} s; last: $lm_outcome`)}
  fi
  ${buildSleep(options.intervalMs)}
done`,
  )

/** Each outcome once, and again at every tenth repetition: a service that starts slowly must not flood the log. */
const report = `
lm_report() {
  lm_one_line "$lm_outcome"
  if [ "$lm_good" -gt 0 ]; then
    lm_say "probe $lm_probes: good ($lm_good in a row), $lm_line"
    lm_before=
    return 0
  fi
  lm_repeats=$((lm_repeats + 1))
  if [ "$lm_outcome" != "$lm_before" ]; then lm_repeats=0; fi
  lm_before=$lm_outcome
  [ $((lm_repeats % 10)) -ne 0 ] || lm_say "probe $lm_probes: $lm_line"
}`
