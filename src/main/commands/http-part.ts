import { failWith } from './exit-code'
import { quote } from './quote'
import { curlLine } from './download-part'

/** A request to the host's own service: what must come back, and how long it may take. */
export type HttpProbe = {
  readonly url: string
  readonly expectStatus: number
  /** Must be contained in the body. */
  readonly expectBody?: string | undefined
  readonly timeoutMs: number
}

/**
 * `lm_http` asks once: true when the answer is as expected; sets lm_status (`000` without an answer) and lm_outcome. Pure.
 *
 * No proxy and no redirects: it is this host that is asked. busybox's wget reports any success as 200 and gives no body
 * with an error.
 */
export const httpPart = (probe: HttpProbe): string => `
lm_url=${quote(probe.url)}
lm_url_line=${quote(curlLine('url', probe.url))}
lm_wanted_status=${probe.expectStatus}
lm_wanted_body=${quote(probe.expectBody ?? '')}
lm_seconds=${Math.max(1, Math.ceil(probe.timeoutMs / 1_000))}
${askCurl}${askWget}${askBusybox}${judge}`

const askCurl = `
lm_ask_curl() {
  lm_body=$(printf '%s\\n' "$lm_url_line" |
    curl -gsS --noproxy '*' --max-time "$lm_seconds" -w '\\n%{http_code}' -K - 2>&1 | tr -d '\\000')
  lm_status=\${lm_body##*"$lm_newline"}
  lm_body=\${lm_body%"$lm_newline"*}
}`

const askWget = `
lm_ask_wget() {
  lm_body=$(printf '%s\\n' "$lm_url" | wget -q -O - --save-headers --content-on-error --no-proxy --max-redirect=0 \\
    --tries=1 --timeout="$lm_seconds" -i - 2>/dev/null | tr -d '\\000\\r')
  lm_status=\${lm_body%%"$lm_newline"*}
  lm_status=\${lm_status#* }
  lm_status=\${lm_status%% *}
  lm_body=\${lm_body#*"$lm_newline$lm_newline"}
}`

const askBusybox = `
lm_ask_busybox() {
  lm_body=$($lm_limit $lm_wget -q -Y off -O - "$lm_url" 2>&1)
  if [ $? -eq 0 ]; then
    lm_status=200
  else
    lm_status=\${lm_body##*server returned error: HTTP/}
    lm_status=\${lm_status#* }
    lm_status=\${lm_status%% *}
  fi
}`

const judge = `
if lm_has curl; then lm_asker=lm_ask_curl
elif wget --version 2>/dev/null | grep GNU >/dev/null; then lm_asker=lm_ask_wget
elif lm_has wget || lm_has busybox; then
  lm_asker=lm_ask_busybox
  lm_wget='busybox wget'
  lm_has wget && lm_wget=wget
  # not every build of it knows -T
  lm_limit=
  lm_has timeout && timeout 1 true 2>/dev/null && lm_limit="timeout $lm_seconds"
else ${failWith('no-tool', 'neither curl nor wget is here to ask with; install one or use a command instead of http')}
fi
lm_http() {
  $lm_asker
  case $lm_status in
    000)
      lm_outcome="no answer: \${lm_body%%"$lm_newline"*}"
      # curl tells the milliseconds, which would make every outcome a new one
      case $lm_outcome in *' after '*' ms: '*) lm_outcome="\${lm_outcome%% after *}: \${lm_outcome#* ms: }" ;; esac
      ;;
    [1-9][0-9][0-9]) lm_outcome="HTTP $lm_status" ;;
    *)
      lm_status=000
      # GNU wget shows nothing of a redirect that it does not follow
      lm_outcome='no answer (or a redirect)'
      ;;
  esac
  [ "$lm_status" = "$lm_wanted_status" ] || return 1
  case $lm_body in
    *"$lm_wanted_body"*) return 0 ;;
  esac
  lm_outcome="$lm_outcome, but the body does not contain \\"$lm_wanted_body\\""
  return 1
}`
