import { quote } from './quote'

/** What a machine remembers of the attempts on one host. */
export type HostAttempts = {
  /** Attempts of the rollout that were started, `drain.1`. */
  readonly own: readonly string[]
  /** Other rollouts of the app that started something on the host since. */
  readonly others: readonly string[]
}

type Wanted = {
  readonly rollout: string
  readonly app: string
  readonly host: string
  /** How far back other rollouts are looked for. */
  readonly sinceMinutes: number
}

/**
 * What run directories tell: which attempts of a rollout were started for a host, and which other rollouts of the app were
 * there lately. Pure. An attempt has begun once its `started` is there; its directory may be made before.
 */
export const buildAttemptsQuery = ({ rollout, app, host, sinceMinutes }: Wanted): string => `
cd "$HOME/.lastmile/runs" 2>/dev/null || exit 0
for LM_f in ${quote(rollout)}/${quote(app)}/${quote(host)}/*/started; do
  [ -f "$LM_f" ] || continue
  LM_f=\${LM_f%/started}
  printf 'own %s\\n' "\${LM_f##*/}"
done
for LM_d in */${quote(app)}/${quote(host)}; do
  LM_r=\${LM_d%%/*}
  [ -d "$LM_d" ] && [ "$LM_r" != ${quote(rollout)} ] || continue
  [ -z "$(find "$LM_d" -name started -mmin ${`-${Math.max(1, Math.ceil(sinceMinutes))}`} 2>/dev/null)" ] ||
    printf 'other %s\\n' "$LM_r"
done
exit 0
`

/** Read the answer. Pure. */
export function parseAttempts(text: string): HostAttempts {
  const named = (kind: string) =>
    text.split('\n').flatMap((line) => (line.startsWith(`${kind} `) ? [line.slice(kind.length + 1)] : []))
  return { own: named('own'), others: named('other') }
}
