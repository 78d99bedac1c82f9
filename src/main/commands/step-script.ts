import { fillCommand } from './command-template'
import { quote } from './quote'
import { buildStepEnvironment, type StepContext } from './step-environment'

/**
 * What every script has. `lm_run` runs a command of the app: in a subshell of its own, without our input, so that its
 * `exit`, `cd` and variables stay its own. `lm_eval` is for `$( )`, which is such a subshell already: a second one would
 * be one more process. Never call them in a condition: the shell would ignore the command's `set -e`. A result that
 * `lm_put` cannot write (a full disk, a directory that was removed) is no failure of what the step did.
 */
const basics = `
lm_newline='
'
lm_say() { printf '%s\\n' "$*"; }
lm_put() { printf '%s=%s\\n' "$1" "$2" >>"\${LASTMILE_RESULT:-/dev/null}" || :; }
lm_fail() {
  lm_code=$1
  lm_put reason "$2"
  shift 2
  printf 'lastmile: %s\\n' "$*" >&2
  exit "$lm_code"
}
lm_eval() {
  lm_text=$1
  set --
  eval "$lm_text"
} </dev/null
lm_run() ( lm_eval "$1" )
lm_has() { command -v "$1" >/dev/null 2>&1; }
`

/**
 * `lm_one_line VALUE` sets lm_line to the value for people and for the result: one line, at most 500 characters. Starts
 * programs only for a value that is not so already.
 */
export const oneLinePart = `
lm_one_line() {
  lm_line=$1
  case $lm_line in
    *[[:cntrl:]]*) lm_line=$(printf '%s' "$lm_line" | LC_ALL=C tr '\\001-\\037' ' ') ;;
  esac
  [ "\${#lm_line}" -le 500 ] || lm_line=$(printf '%s' "$lm_line" | LC_ALL=C cut -c 1-500)
}
`

/**
 * `lm_clock` sets lm_now: seconds of which only differences mean something. The time since boot is preferred, because
 * reading it starts no process and nobody can set it.
 */
export const clockPart = `
lm_clock() {
  if [ -r /proc/uptime ]; then read -r lm_now lm_rest </proc/uptime; else lm_now=$(date +%s); fi
  lm_now=\${lm_now%%.*}
}
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

/** Whole seconds, rounded up: what every clock can tell apart. Pure. */
export const wholeSeconds = (ms: number): number => Math.ceil(ms / 1_000)
