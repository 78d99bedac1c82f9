import { downloadPart } from './download-part'
import { failWith } from './exit-code'
import { quote } from './quote'
import { digestMarker, inUsePart, releasePart } from './release-part'
import { digestOf, type StepContext } from './step-environment'
import { assignCommand, buildScript } from './step-script'
import { fillText, fillUrl } from '../../shared/domain/template'

export type Unpack = 'tar.gz' | 'zip' | 'none'

export type FetchOptions = {
  /** `pull`: the host loads the URL. `pushed`: the console has put the package at `stagedPackagePath` already. */
  readonly source: { readonly kind: 'pull'; readonly url: string } | { readonly kind: 'pushed' }
  readonly unpack: Unpack
  /** Name of the file when nothing is unpacked; a template. */
  readonly fileName?: string | undefined
}

/** Where the packed package lies below the root, on its way: the target of a push. Pure; relative to the home directory if the root is. */
export const stagedPackagePath = (root: string, version: string, unpack: Unpack): string =>
  `${root.replace(/^~\//, '').replace(/(?<=.)\/+$/, '')}/.staging/${version}.${extensionOf(unpack)}`

/**
 * Stage the package as `releases/<version>` beside the running one. Pure.
 *
 * Result: `staged=fetched|already`, `digest`, `sizeBytes`. A killed attempt leaves a part that the next one continues; the
 * release's directory appears whole, by rename. A release with another digest is replaced only while nothing uses it.
 * @throws AppError `spec.*` of templates, `remote.bad-version`
 */
export function buildFetchScript(context: StepContext, options: FetchOptions): string {
  const { source, unpack } = options
  const isPulled = source.kind === 'pull'
  return buildScript(
    context,
    releasePart,
    inUsePart,
    digestPart,
    `lm_digest=${quote(digestOf(context))}`,
    `lm_package="$LASTMILE_ROOT/.staging/$LASTMILE_VERSION.${extensionOf(unpack)}"`,
    preparePart,
    alreadyPart,
    isPulled ? downloadPart(fillUrl(source.url, context)) : pushedPart,
    unpackPart(unpack, fillText(options.fileName ?? '{app}', context)),
    placePart,
  )
}

/** Let the app's own command stage the release; it must leave `releases/<version>` behind when there is a package. Pure. */
export function buildCustomFetchScript(context: StepContext, run: string): string {
  const checks = `[ -z "$LASTMILE_ROOT" ] || [ -d "$LASTMILE_RELEASE" ] || ${failWith('release-missing', 'the fetch command ended well, but $LASTMILE_RELEASE is not there')}`
  return buildScript(
    context,
    assignCommand('lm_fetch', run, context),
    'lm_run "$lm_fetch"\nlm_exit=$?',
    '[ "$lm_exit" -eq 0 ] || exit "$lm_exit"',
    checks,
    'lm_put staged custom',
  )
}

/**
 * Ask, without changing anything, whether the release is staged: exit 0 and `staged=yes|no` on stdout. A push is needed only
 * when it is not. Pure.
 */
export const buildStagedQuery = (context: StepContext): string =>
  buildScript(
    context,
    releasePart,
    `lm_digest=${quote(digestOf(context))}`,
    `
lm_read_marker "$LASTMILE_RELEASE"
if [ -n "$lm_marker" ] && [ "$lm_marker" = "\${lm_digest:-$lm_marker}" ]; then lm_say staged=yes; else lm_say staged=no; fi`,
  )

const extensionOf = (unpack: Unpack): string => (unpack === 'none' ? 'file' : unpack)

/** `lm_sha256 FILE` prints 64 digits. The file comes through stdin: its name may hold characters that sha256sum escapes. */
const digestPart = String.raw`
lm_sha256() {
  if lm_has sha256sum; then sha256sum
  elif lm_has shasum; then shasum -a 256
  elif lm_has openssl; then openssl dgst -sha256 -r
  elif lm_has busybox; then busybox sha256sum
  else return 1
  fi <"$1" | {
    read -r lm_sum lm_rest
    printf '%s' "$lm_sum"
  }
}
`

/**
 * The lock is the kernel's, so a killed attempt never leaves it behind. Without flock two attempts at once may make each
 * other fail, but what they place is whole: each unpacks into a directory of its own. Those of dead attempts are swept.
 */
const preparePart = `
mkdir -p "$LASTMILE_ROOT/releases" "$LASTMILE_ROOT/.staging" "$LASTMILE_ROOT/shared" ||
  ${failWith('root-not-writable', 'cannot make releases/, shared/ and .staging/ in $LASTMILE_ROOT')}
lm_sweep() {
  for lm_left in "$1".*"$2"; do
    lm_owner=\${lm_left#"$1".}
    lm_owner=\${lm_owner%"$2"}
    case $lm_owner in
      '' | *[!0-9]*) ;;
      *) kill -0 "$lm_owner" 2>/dev/null || rm -rf "$lm_left" ;;
    esac
  done
}
lm_lock="$LASTMILE_ROOT/.staging/$LASTMILE_VERSION.lock"
if lm_has flock && (: >>"$lm_lock") 2>/dev/null; then
  exec 9>>"$lm_lock"
  flock -n 9 || { lm_say 'another fetch of this version is under way; waiting for it'; flock 9; }
fi
lm_sweep "$LASTMILE_ROOT/releases/.$LASTMILE_VERSION" .tmp
lm_sweep "$LASTMILE_ROOT/releases/.$LASTMILE_VERSION" .old
lm_sweep "$lm_package" .part
`

const alreadyPart = `
lm_end_if_staged() {
  lm_read_marker "$LASTMILE_RELEASE"
  [ -n "$lm_marker" ] && [ "$lm_marker" = "\${lm_digest:-$lm_marker}" ] || return 0
  rm -rf "$LASTMILE_ROOT/releases/.$LASTMILE_VERSION.$$.tmp"
  rm -f "$lm_package"
  lm_say "already staged: $LASTMILE_VERSION, sha256 $lm_marker"
  lm_put staged already
  lm_put digest "$lm_marker"
  exit 0
}
lm_end_if_staged
if [ -d "$LASTMILE_RELEASE" ]; then
  lm_read_current
  if [ "$lm_running" = "$LASTMILE_VERSION" ] || [ "$LASTMILE_PREVIOUS" = "$LASTMILE_VERSION" ] || lm_in_use "$LASTMILE_RELEASE"; then
    ${failWith('release-in-use', '$LASTMILE_RELEASE is in use and was made of another package (sha256 ${lm_marker:-unknown}, expected ${lm_digest:-unknown}); a release in use is never replaced')}
  fi
  lm_say "staged before from another package (sha256 \${lm_marker:-unknown}); staging again"
fi
`

const pushedPart = `
[ -f "$lm_package" ] || ${failWith('package-missing', 'the package was not sent: $lm_package is not there')}
lm_actual=$(lm_sha256 "$lm_package")
[ -n "$lm_actual" ] || ${failWith('no-tool', 'no sha256sum, shasum or openssl here to check the package with')}
if [ -n "$lm_digest" ] && [ "$lm_actual" != "$lm_digest" ]; then
  rm -f "$lm_package"
  ${failWith('wrong-digest', 'the package has sha256 $lm_actual, expected $lm_digest; it was deleted')}
fi
`

function unpackPart(unpack: Unpack, fileName: string): string {
  const commands = {
    // -o: files belong to who unpacks them, also when that is root and the archive names others
    'tar.gz': 'tar -xzof - <"$lm_package"',
    // unzip reads no stdin and takes "[" in the name of an archive for a pattern
    zip: 'ln -s "$lm_package" .lm.zip && if lm_has unzip; then unzip -q -o .lm.zip; else busybox unzip -q -o .lm.zip; fi && rm -f .lm.zip',
    none: `cp "$lm_package" ./${quote(fileName)}`,
  }
  return `
lm_unpacked="$LASTMILE_ROOT/releases/.$LASTMILE_VERSION.$$.tmp"
lm_size=$(wc -c <"$lm_package")
lm_say "unpacking $LASTMILE_VERSION, sha256 $lm_actual"
rm -rf "$lm_unpacked" && mkdir "$lm_unpacked" && (cd "$lm_unpacked" && ${commands[unpack]}) ||
  ${failWith('unpack-failed', 'could not unpack $lm_package into $lm_unpacked')}
`
}

/** The data reaches the disk before the name does: after a power cut a release is whole or absent. */
const placePart = `
rm -rf "$lm_unpacked/${digestMarker}"
printf '%s\\n' "$lm_actual" >"$lm_unpacked/${digestMarker}" ||
  ${failWith('unpack-failed', 'could not write into $lm_unpacked')}
sync -f "$lm_unpacked" 2>/dev/null || sync
lm_end_if_staged
lm_old=
if [ -d "$LASTMILE_RELEASE" ]; then
  lm_old="$LASTMILE_ROOT/releases/.$LASTMILE_VERSION.$$.old"
  mv "$LASTMILE_RELEASE" "$lm_old" || ${failWith('unpack-failed', 'could not move the old $LASTMILE_RELEASE away')}
fi
mv "$lm_unpacked" "$LASTMILE_RELEASE" || ${failWith('unpack-failed', 'could not rename $lm_unpacked to $LASTMILE_RELEASE')}
[ -z "$lm_old" ] || rm -rf "$lm_old"
rm -f "$lm_package"
lm_say "staged $LASTMILE_RELEASE"
lm_put staged fetched
lm_put digest "$lm_actual"
lm_put sizeBytes $((lm_size))
`
