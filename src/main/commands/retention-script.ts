import { digestMarker, inUsePart, releasePart } from './release-part'
import type { StepContext } from './step-environment'
import { buildScript } from './step-script'

/** Left-overs of attempts that nobody continued for a week. */
const staleAfterDays = 7

/**
 * Remove old releases, keeping the newest `keep` by the time of their staging. Pure.
 *
 * Never removes the current release, the one of the context, the previous one, one that a process uses, or a directory
 * without our marker. Never fails: a release that stays costs disk, nothing else. Result: `removed` (a count).
 */
export const buildRetentionScript = (context: StepContext, keep: number): string =>
  buildScript(
    context,
    releasePart,
    inUsePart,
    `
lm_read_current
lm_kept=0
lm_removed=0
cd "$LASTMILE_ROOT/releases" || exit 0
lm_list=$(ls -1t -- */${digestMarker} 2>/dev/null)
while IFS= read -r lm_line; do
  lm_release=\${lm_line%/${digestMarker}}
  [ -n "$lm_release" ] && [ -d "./$lm_release" ] && [ ! -L "./$lm_release" ] || continue
  lm_kept=$((lm_kept + 1))
  [ "$lm_kept" -gt ${keep} ] || continue
  case $lm_release in
    "$lm_running" | "$LASTMILE_VERSION" | "$LASTMILE_PREVIOUS") continue ;;
  esac
  if lm_in_use "./$lm_release"; then
    lm_say "keeping $lm_release: a process uses it"
    continue
  fi
  # renamed first: a release is whole or gone, also when this is killed
  rm -rf "./.$lm_release.old"
  mv "./$lm_release" "./.$lm_release.old" && rm -rf "./.$lm_release.old" || continue
  lm_say "removed $lm_release"
  lm_removed=$((lm_removed + 1))
done <<LM_LIST
$lm_list
LM_LIST
find . ! -name . -prune -type d \\( -name '.*.tmp' -o -name '.*.old' \\) -mtime +${staleAfterDays} -exec rm -rf {} + 2>/dev/null
find "$LASTMILE_ROOT/.staging" ! -type d -mtime +${staleAfterDays} -exec rm -f {} + 2>/dev/null
lm_put removed "$lm_removed"
exit 0`,
  )
