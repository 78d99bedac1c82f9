import type { RolloutEvent } from '../../../src/shared/domain/rollout-event'

type Kind = RolloutEvent['kind']

/** The events of a kind that a verb with `--json` has printed. */
export function toldEvents<K extends Kind>(stdout: string, kind: K): Extract<RolloutEvent, { kind: K }>[] {
  return stdout.split('\n').flatMap((line) => {
    const row = line.startsWith('{') ? (JSON.parse(line) as { kind?: string; payload?: object }) : {}
    return row.kind === kind ? [{ ...row.payload, kind } as Extract<RolloutEvent, { kind: K }>] : []
  })
}
