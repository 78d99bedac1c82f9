import { failWith } from './exit-code'
import { quote } from './quote'
import { releasePart } from './release-part'
import { digestOf, type StepContext } from './step-environment'
import { buildScript } from './step-script'

/**
 * `lm_check_release` refuses a release that is not staged as expected; `lm_switch` makes `current` point to it.
 *
 * The link is made beside and renamed over, so there is no instant without a `current`. Without `-T` (GNU, busybox) or `-h`
 * (BSD) `mv` would move the link *into* the directory that `current` points to.
 */
export const switchPart = (context: StepContext): string => `
${releasePart.trim()}
lm_digest=${quote(digestOf(context))}
lm_check_release() {
  [ -d "$LASTMILE_RELEASE" ] || ${failWith('release-missing', '$LASTMILE_RELEASE is not there; fetch has to run first')}
  lm_read_marker "$LASTMILE_RELEASE"
  [ "\${lm_marker:-$lm_digest}" = "\${lm_digest:-$lm_marker}" ] ||
    ${failWith('release-differs', '$LASTMILE_RELEASE was made of a package with sha256 $lm_marker, expected $lm_digest')}
}
lm_switch() {
  lm_link="$LASTMILE_ROOT/current"
  lm_wanted="releases/$LASTMILE_VERSION"
  lm_new="$LASTMILE_ROOT/.current.new"
  if [ -L "$lm_new" ]; then rm -f "$lm_new"; fi
  if [ -L "$lm_link" ] && [ "$(readlink "$lm_link")" = "$lm_wanted" ]; then
    lm_say "current points to $LASTMILE_VERSION already"
    return 0
  fi
  if [ -e "$lm_link" ] && [ ! -L "$lm_link" ]; then
    ${failWith('not-switched', '$lm_link is not a link, so another version cannot be put in its place; move it away')}
  fi
  lm_read_current
  ln -s "$lm_wanted" "$lm_new" || ${failWith('not-switched', 'could not make the link $lm_new')}
  mv -fT "$lm_new" "$lm_link" 2>/dev/null || mv -fh "$lm_new" "$lm_link" 2>/dev/null ||
    perl -e 'rename $ARGV[0], $ARGV[1] or exit 1' "$lm_new" "$lm_link" 2>/dev/null || ln -sfn "$lm_wanted" "$lm_link"
  if [ -L "$lm_new" ]; then rm -f "$lm_new"; fi
  [ "$(readlink "$lm_link")" = "$lm_wanted" ] || ${failWith('not-switched', 'could not make $lm_link point to $lm_wanted')}
  lm_say "current: \${lm_running:-nothing} -> $LASTMILE_VERSION"
}
`

/** Make \`current\` point to the release, atomically, and do nothing else. Pure. Result: \`version\`. */
export const buildSwitchScript = (context: StepContext): string =>
  buildScript(context, switchPart(context), 'lm_check_release', 'lm_switch', 'lm_put version "$LASTMILE_VERSION"')
