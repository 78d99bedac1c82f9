import { failWith } from './exit-code'
import { quote } from './quote'

/**
 * Load a URL into `$lm_package` and check it against `$lm_digest`; sets lm_actual. Pure.
 *
 * Continues a part only when a digest can tell whether both halves belong together; otherwise the part is this attempt's own. The URL may hold a token, so curl and
 * GNU wget read it from stdin, where no list of processes shows it; busybox's wget knows no such way.
 */
export const downloadPart = (url: string): string => `
lm_url=${quote(url)}
lm_own=
[ -n "$lm_digest" ] || lm_own=.$$
lm_url_line=${quote(curlLine('url', url))}
lm_part="$lm_package$lm_own.part"
${tools}
${flow}
`

/** One line of a curl configuration file. Pure. */
export const curlLine = (key: string, value: string): string =>
  `${key} = "${value.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n')}"`

/** A line that stands still for half a minute is dead: the next attempt continues. */
const tools = `
if lm_has curl; then
  lm_tool=curl
  lm_load() {
    printf '%s\\n' "$lm_url_line" | curl -gfsSL --connect-timeout 15 --speed-limit 1 --speed-time 30 -C - -o "$lm_part" -K -
  }
elif wget --version 2>/dev/null | grep GNU >/dev/null; then
  lm_tool=wget
  lm_load() { printf '%s\\n' "$lm_url" | wget -q -c --tries=1 --timeout=30 -O "$lm_part" -i -; }
elif lm_has wget || lm_has busybox; then
  lm_tool='busybox wget'
  lm_has wget && lm_tool=wget
  # not every build of it knows -T
  lm_timeout=
  case $($lm_tool --help 2>&1) in *'-T '*) lm_timeout='-T 30' ;; esac
  lm_load() { $lm_tool -q -c $lm_timeout -O "$lm_part" "$lm_url"; }
else
  ${failWith('no-tool', 'neither curl nor wget is here to load the package with; install one or use package.push')}
fi
lm_part_size() { if [ -f "$lm_part" ]; then echo $(($(wc -c <"$lm_part"))); else echo 0; fi; }
lm_watch() {
  lm_seen=0
  while sleep 5 >/dev/null 2>&1 && kill -0 $$ 2>/dev/null; do
    lm_size=$(lm_part_size)
    [ "$lm_size" = "$lm_seen" ] || lm_say "… $((lm_size / 1024)) KiB"
    lm_seen=$lm_size
  done
}
lm_load_watched() {
  # 9 is the lock, which must not outlive the script
  lm_watch 9>&- &
  lm_watcher=$!
  lm_load
  lm_exit=$?
  { kill "$lm_watcher" && wait "$lm_watcher"; } 2>/dev/null
  return "$lm_exit"
}
`

/** A part can fail to continue because it is complete, or because the file behind the URL is another one by now. */
const flow = `
lm_load_failed() {
  ${failWith('download-failed', '$lm_tool could not load the package (exit $lm_exit); $(lm_part_size) bytes are here and the next attempt continues')}
}
lm_actual=
lm_resumed=no
if [ -f "$lm_package" ]; then mv -f "$lm_package" "$lm_part"; fi
if [ -s "$lm_part" ] && [ -n "$lm_digest" ]; then
  lm_actual=$(lm_sha256 "$lm_part")
  if [ "$lm_actual" != "$lm_digest" ]; then
    lm_resumed=yes
    lm_say "continuing at $(($(lm_part_size) / 1024)) KiB"
  fi
else
  rm -f "$lm_part"
fi
while [ -z "$lm_actual" ] || [ "$lm_actual" != "\${lm_digest:-$lm_actual}" ]; do
  lm_before=$(lm_part_size)
  lm_load_watched
  lm_exit=$?
  if [ "$lm_exit" -ne 0 ]; then
    case "$lm_resumed $lm_tool $lm_exit" in
      'yes curl 22' | 'yes curl 33' | 'yes curl 36' | 'yes wget 8') ;;
      # busybox tells nothing apart, so what does not grow is not continued
      'yes wget 1' | 'yes busybox wget 1') [ "$lm_before" = "$(lm_part_size)" ] || lm_load_failed ;;
      *) lm_load_failed ;;
    esac
  else
    lm_actual=$(lm_sha256 "$lm_part")
    [ -n "$lm_actual" ] || ${failWith('no-tool', 'no sha256sum, shasum or openssl here to check the package with')}
    [ "$lm_actual" != "\${lm_digest:-$lm_actual}" ] || break
    if [ "$lm_resumed" = no ]; then
      rm -f "$lm_part"
      ${failWith('wrong-digest', 'the package has sha256 $lm_actual, expected $lm_digest; it was deleted')}
    fi
  fi
  lm_say 'the part here is of another file; loading from the beginning'
  rm -f "$lm_part"
  lm_resumed=no
done
mv -f "$lm_part" "$lm_package" || ${failWith('download-failed', 'could not rename $lm_part')}
lm_say "loaded $(($(wc -c <"$lm_package"))) bytes with $lm_tool"
`
