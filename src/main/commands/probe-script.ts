import { fillText, fillUrl } from '../../shared/domain/template'
import { httpPart } from './http-part'
import { releasePart } from './release-part'
import type { StepContext } from './step-environment'
import { assignCommand, buildScript, oneLinePart } from './step-script'

/** How a host is found to be good. All that is named must hold; the texts are templates. */
export type ProbeOptions = {
  readonly http?: string | undefined
  readonly expectStatus?: number | undefined
  readonly expectBody?: string | undefined
  /** A command that exits 0 when the host is good. */
  readonly run?: string | undefined
  /** A command that prints the running version, which must be the version of the context. */
  readonly version?: string | undefined
  /** One answer may take this long; for http only. */
  readonly httpTimeoutMs: number
}

/**
 * `lm_probe` looks once: true when the host is good; sets lm_outcome for people, and lm_status where http was asked. Pure.
 *
 * Call it as a command of its own, never in a condition (see `lm_run`). With a package, `current` must point to the version.
 * @throws AppError `spec.*` of templates
 */
export function probePart(context: StepContext, options: ProbeOptions): string {
  const { http, expectStatus = 200, expectBody, run, version, httpTimeoutMs: timeoutMs } = options
  const body = expectBody === undefined ? undefined : fillText(expectBody, context)
  const isHttp = http !== undefined
  const parts = [
    ...(isHttp ? [httpPart({ url: fillUrl(http, context), expectStatus, expectBody: body, timeoutMs })] : []),
    ...(run === undefined ? [] : [assignCommand('lm_check', run, context), commandProbe]),
    ...(version === undefined ? [] : [assignCommand('lm_version_command', version, context), versionProbe]),
    ...(context.root === undefined ? [] : [releasePart, currentProbe]),
  ]
  const calls = [
    ...(isHttp ? ['lm_http'] : []),
    ...(run === undefined ? [] : ['lm_probe_command']),
    ...(version === undefined ? [] : ['lm_probe_version']),
    ...(context.root === undefined ? [] : ['lm_probe_current']),
  ]
  const steps = calls.map(
    (call) => `  ${call}\n  [ $? -eq 0 ] || return 1\n  lm_all="$lm_all\${lm_all:+, }$lm_outcome"`,
  )
  return `${oneLinePart}${parts.join('\n')}
lm_probe() {
  lm_all=
  lm_status=
  lm_outcome=good
${steps.join('\n')}
  lm_outcome=\${lm_all:-good}
}
`
}

/**
 * Look once, for a query: exit 0 when the host is good, 1 when not, with the outcome in one line on stdout. Pure.
 * @throws AppError `spec.*` of templates, `remote.bad-version`
 */
export const buildProbeScript = (context: StepContext, options: ProbeOptions): string =>
  buildScript(
    context,
    probePart(context, options),
    `
lm_probe
lm_exit=$?
lm_one_line "$lm_outcome"
lm_say "$lm_line"
exit "$lm_exit"`,
  )

const commandProbe = `
lm_probe_command() {
  lm_output=$(lm_eval "$lm_check" 2>&1)
  lm_exit=$?
  lm_one_line "$lm_output"
  lm_outcome="exit \${lm_exit}\${lm_output:+: $lm_line}"
  return "$lm_exit"
}`

const versionProbe = `
lm_probe_version() {
  lm_output=$(lm_eval "$lm_version_command")
  lm_exit=$?
  lm_output=\${lm_output%%"$lm_newline"*}
  lm_outcome="version \${lm_output:-unknown}"
  [ "$lm_exit" -eq 0 ] && [ "$lm_output" = "$LASTMILE_VERSION" ] && return 0
  lm_outcome="$lm_outcome instead of $LASTMILE_VERSION"
  return 1
}`

const currentProbe = `
lm_probe_current() {
  lm_read_current
  lm_outcome="current is \${lm_running:-not there}"
  [ "$lm_running" = "$LASTMILE_VERSION" ] && return 0
  lm_outcome="$lm_outcome instead of $LASTMILE_VERSION"
  return 1
}`
