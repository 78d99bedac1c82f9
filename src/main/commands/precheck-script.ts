import { fillUrl } from '../../shared/domain/template'
import { failWith } from './exit-code'
import { httpPart } from './http-part'
import { releasePart } from './release-part'
import type { StepContext } from './step-environment'
import { assignCommand, buildScript, oneLinePart } from './step-script'

export type PrecheckOptions = {
  /** The app's own check; runs last, and its exit code decides. */
  readonly run?: string | undefined
  /** Prints the running version; without it `current` says. */
  readonly version?: string | undefined
  /** Exits 0 when the host is healthy. */
  readonly health?: string | undefined
  /** Asked for the health when there is no `health`. Its body is not looked at: it may name the version to come. */
  readonly http?: { readonly url: string; readonly expectStatus: number; readonly timeoutMs: number } | undefined
  readonly minFreeDiskBytes: number
}

/**
 * Read the facts of a host before anything is changed, then check what the release needs. Pure.
 *
 * Result: `freeDiskKb`, `clockEpoch` (seconds), `version` and `digest` of what runs (left out when there is none),
 * `healthy=yes|no` (left out when nothing tells). Bad health is a fact, not a failure.
 * @throws AppError `spec.*` of templates, `remote.bad-version`
 */
export function buildPrecheckScript(context: StepContext, options: PrecheckOptions): string {
  const { run, version } = options
  return buildScript(
    context,
    oneLinePart,
    'lm_running=\nlm_put clockEpoch "$(date +%s)"',
    context.root === undefined ? '' : `${releasePart}${layoutPart}`,
    version === undefined ? '' : `${assignCommand('lm_command', version, context)}${versionPart}`,
    '[ -z "$lm_running" ] || lm_put version "$lm_running"\nlm_say "running version: ${lm_running:-none}"',
    healthPart(context, options),
    diskPart(options.minFreeDiskBytes),
    run === undefined ? '' : `${assignCommand('lm_command', run, context)}\nlm_run "$lm_command"`,
  )
}

const layoutPart = `
lm_read_current
lm_read_marker "$LASTMILE_ROOT/current"
[ -z "$lm_marker" ] || lm_put digest "$lm_marker"
`

/** What the app says of itself counts more than the link; when it says nothing, its version is not known. */
const versionPart = `
lm_running=$(lm_eval "$lm_command")
lm_exit=$?
lm_running=\${lm_running%%"$lm_newline"*}
if [ "$lm_exit" -ne 0 ]; then
  lm_say "the version command failed with exit code $lm_exit"
  lm_running=
fi
`

function healthPart(context: StepContext, { health, http }: PrecheckOptions): string {
  const report = 'lm_put healthy "$lm_healthy"\nlm_one_line "$lm_outcome"\nlm_say "healthy: $lm_healthy ($lm_line)"'
  if (health !== undefined)
    return `
${assignCommand('lm_command', health, context)}
lm_outcome=$(lm_eval "$lm_command" 2>&1)
lm_exit=$?
if [ "$lm_exit" -eq 0 ]; then lm_healthy=yes; else lm_healthy=no; fi
lm_outcome="exit \${lm_exit}\${lm_outcome:+: $lm_outcome}"
${report}`
  if (http === undefined) return ''
  const probe = { ...http, url: fillUrl(http.url, context) }
  return `${httpPart(probe)}\nif lm_http; then lm_healthy=yes; else lm_healthy=no; fi\n${report}`
}

/**
 * The root may not exist yet: its nearest parent tells where it will lie. Of what df says, the last line counts, and in it
 * the field before the percentage: names of devices and places may hold spaces.
 */
const diskPart = (minFreeDiskBytes: number): string => `
lm_place=\${LASTMILE_ROOT:-$HOME}
while [ ! -d "$lm_place" ]; do
  case $lm_place in
    */*) lm_place=\${lm_place%/*} ;;
    *) lm_place= ;;
  esac
  lm_place=\${lm_place:-/}
done
lm_disk=$(df -Pk "$lm_place")
lm_disk=\${lm_disk##*"$lm_newline"}
lm_disk=\${lm_disk%%"% "*}
lm_disk=\${lm_disk% *}
lm_disk=\${lm_disk%"\${lm_disk##*[! ]}"}
lm_disk=\${lm_disk##* }
case $lm_disk in
  '' | *[!0-9]*) lm_say "the free disk of $lm_place could not be read" ;;
  *)
    lm_put freeDiskKb "$lm_disk"
    lm_say "free disk: $((lm_disk / 1024)) MiB"
    [ "$lm_disk" -ge ${Math.ceil(minFreeDiskBytes / 1_024)} ] ||
      ${failWith('disk-too-full', `$((lm_disk / 1024)) MiB are free at $lm_place, ${Math.ceil(minFreeDiskBytes / 1_048_576)} MiB are needed (precheck.minFreeDisk); make room, then retry`)}
    ;;
esac
if [ -n "$LASTMILE_ROOT" ] && [ ! -w "$lm_place" ]; then
  ${failWith('root-not-writable', '$(id -un 2>/dev/null) may not write to $lm_place; correct its owner or permissions, or make it writable again, then retry')}
fi
`
