import { failWith } from './exit-code'
import type { StepContext } from './step-environment'
import { assignCommand, buildScript, buildSleep, clockPart, oneLinePart, wholeSeconds } from './step-script'

export type QuietOptions = {
  /** A command that prints the number of requests in flight. */
  readonly inFlight?: string | undefined
  /** Waited in any case. */
  readonly minMs: number
  readonly maxMs: number
  readonly intervalMs: number
}

/**
 * Wait for the requests that are under way: at least the minimum, then until none is left, at most the maximum. Pure.
 *
 * Reaching the maximum is no failure and is recorded; an answer that cannot be read is none: when the last one before the
 * maximum was no number, the script fails. Result: `reachedMaximum=yes|no`, `inFlight` (last number), `waitedSeconds`.
 * @throws AppError `spec.*` of templates, `remote.bad-version`
 */
export function buildQuietScript(context: StepContext, options: QuietOptions): string {
  const { inFlight, minMs, maxMs, intervalMs } = options
  const waitMinimum = buildSleep(minMs)
  if (inFlight === undefined)
    return buildScript(context, waitMinimum, `lm_say 'quiet for ${minMs / 1_000} s'\nlm_put reachedMaximum no`)
  return buildScript(
    context,
    oneLinePart,
    assignCommand('lm_in_flight', inFlight, context),
    clockPart,
    `lm_clock\nlm_start=$lm_now\n${waitMinimum}`,
    finish,
    `
lm_before=-
while :; do
  lm_output=$(lm_eval "$lm_in_flight")
  lm_exit=$?
  lm_count=$lm_output
  case $lm_count in
    *[[:space:]]*) lm_count=$(printf '%s' "$lm_output" | tr -d ' \\t\\r\\n') ;;
  esac
  case $lm_count in
    '' | *[!0-9]*) lm_exit=1 ;;
  esac
  if [ "$lm_exit" -ne 0 ]; then
    lm_one_line "$lm_output"
    lm_count="unreadable: $lm_line"
  fi
  [ "$lm_count" = "$lm_before" ] || lm_say "in flight: $lm_count"
  lm_before=$lm_count
  if [ "$lm_exit" -eq 0 ] && [ "$lm_count" -eq 0 ]; then lm_finish no; exit 0; fi
  lm_clock
  if [ $((lm_now - lm_start)) -ge ${wholeSeconds(maxMs)} ]; then break; fi
  ${buildSleep(intervalMs)}
done
lm_finish yes
[ "$lm_exit" -eq 0 ] || ${failWith('in-flight-unreadable', 'the number of requests in flight could not be read: $lm_count')}
lm_say 'the maximum of ${wholeSeconds(maxMs)} s is reached; going on with requests in flight'`,
  )
}

const finish = `
lm_finish() {
  lm_put reachedMaximum "$1"
  lm_put inFlight "$lm_count"
  lm_clock
  lm_put waitedSeconds $((lm_now - lm_start))
}
`
