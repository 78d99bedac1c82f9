/**
 * Run a step's script as a query: what it prints for people is dropped, what it puts into "$LASTMILE_RESULT" comes out on
 * stdout. Pure. The exit code is 0 however the script ends: facts read before a failure are facts.
 *
 * The file is created exclusively, so that nobody's link is followed; where the name is taken, mktemp finds another.
 */
export const buildFactsQuery = (script: string): string => `
umask 077
LASTMILE_RESULT="\${TMPDIR:-/tmp}/lastmile-facts.$$"
set -C
{ printf '' >"$LASTMILE_RESULT"; } 2>/dev/null || LASTMILE_RESULT=$(mktemp) || exit
set +C
trap 'rm -f "$LASTMILE_RESULT"' EXIT HUP TERM
export LASTMILE_RESULT
(
${script}
) >/dev/null 2>&1 </dev/null
while IFS= read -r lm_fact || [ -n "$lm_fact" ]; do printf '%s\\n' "$lm_fact"; done <"$LASTMILE_RESULT"
`
