/** The file in a release's directory that says which package it was made of. */
export const digestMarker = '.lastmile-sha256'

/** Read the layout: `lm_read_current` sets lm_running, `lm_read_marker DIR` sets lm_marker; empty when there is none. */
export const releasePart = `
lm_read_current() {
  lm_running=
  [ -L "$LASTMILE_ROOT/current" ] || return 0
  lm_running=$(readlink "$LASTMILE_ROOT/current")
  while [ "$lm_running" != "\${lm_running%/}" ]; do lm_running=\${lm_running%/}; done
  lm_running=\${lm_running##*/}
}
lm_read_marker() {
  lm_marker=
  if [ -f "$1/${digestMarker}" ]; then read -r lm_marker <"$1/${digestMarker}"; fi
  return 0
}
`

/**
 * `lm_in_use DIR`: does a process that we may look at work in there, or run a program from there? Without /proc: no.
 * `cd -P` reads a link without starting a process, which matters with thousands of processes.
 */
export const inUsePart = String.raw`
lm_in_use() {
  lm_real=$(cd -P "$1" 2>/dev/null && pwd) || return 1
  lm_places=$(
    for lm_process in /proc/[0-9]*; do
      cd -P "$lm_process/cwd" 2>/dev/null && printf '%s/\n' "$PWD"
    done
    ls -l /proc/[0-9]*/exe 2>/dev/null | sed -n 's/.* -> //p'
  )
  case "
$lm_places" in
    *"
$lm_real/"*) return 0 ;;
  esac
  return 1
}
`
