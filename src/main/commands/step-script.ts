import { fillCommand } from './command-template'
import { quote } from './quote'
import { buildStepEnvironment, type StepContext } from './step-environment'

/**
 * What every script has. `lm_run` runs a command of the app: in a subshell of its own, without our input, so that its
 * `exit`, `cd` and variables stay its own. Never call it in a condition: the shell would ignore the command's `set -e`.
 */
const basics = `
lm_say() { printf '%s\\n' "$*"; }
lm_put() { printf '%s=%s\\n' "$1" "$2" >>"\${LASTMILE_RESULT:-/dev/null}"; }
lm_fail() {
  lm_code=$1
  lm_put reason "$2"
  shift 2
  printf 'lastmile: %s\\n' "$*" >&2
  exit "$lm_code"
}
lm_run() (
  lm_text=$1
  set --
  eval "$lm_text"
) </dev/null
lm_has() { command -v "$1" >/dev/null 2>&1; }
`

/** A value for people and for the result: one line, at most 500 characters. Needs `lm_one_line VALUE`. */
export const oneLinePart = String.raw`
lm_one_line() { printf '%s' "$1" | LC_ALL=C tr '\001-\037' ' ' | LC_ALL=C cut -c 1-500; }
`

/** Put a script together: the environment of the step, the basics, then the parts in order. Pure. */
export const buildScript = (context: StepContext, ...parts: readonly string[]): string =>
  [buildStepEnvironment(context), basics, ...parts].map((part) => `${part.trim()}\n`).join('')

/** Assign a command of the app, filled for this host, to a variable that `lm_run` will get. Pure. */
export const assignCommand = (variable: string, command: string, context: StepContext): string =>
  `${variable}=${quote(fillCommand(command, context))}`

/** Wait. Pure. Not every `sleep` knows fractions; the others wait the next whole second. */
export function buildSleep(waitMs: number): string {
  const whole = Math.ceil(waitMs / 1_000)
  if (waitMs <= 0) return ':'
  return waitMs === whole * 1_000 ? `sleep ${whole}` : `{ sleep ${waitMs / 1_000} 2>/dev/null || sleep ${whole}; }`
}

/** Whole seconds, rounded up: the clock that every `date` has. Pure. */
export const wholeSeconds = (ms: number): number => Math.ceil(ms / 1_000)
