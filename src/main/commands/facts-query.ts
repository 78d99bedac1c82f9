import { quote } from './quote'

/**
 * Run a step's script as a query: what it prints for people is dropped, what it puts into "$LASTMILE_RESULT" comes out on
 * stdout. Pure. The exit code is 0 however the script ends: facts read before a failure are facts.
 */
export const buildFactsQuery = (script: string): string => `
umask 077
LASTMILE_RESULT=$(mktemp 2>/dev/null) || LASTMILE_RESULT="\${TMPDIR:-/tmp}/lastmile-facts.$$"
: >"$LASTMILE_RESULT"
trap 'rm -f "$LASTMILE_RESULT"' EXIT HUP TERM
export LASTMILE_RESULT
sh -c ${quote(script)} >/dev/null 2>&1 </dev/null
cat "$LASTMILE_RESULT"
`
