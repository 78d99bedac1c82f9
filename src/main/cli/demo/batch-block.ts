import { stepNames, type StepName } from '../../../shared/domain/lifecycle'
import { hostsOfBatch, type HostState, type RolloutState } from '../../../shared/domain/rollout-state'
import type { Colors } from '../cli'
import { tableLines, type Cell } from '../views/table'
import { countOf } from '../views/words'

/** A batch of more hosts is summed up: nobody reads fifty lines that say the same. */
const hostsShown = 6

/** The hosts of a batch with the time of each step; of a large batch the usual and the longest times. Pure. */
export function batchBlock(state: RolloutState, batch: number, colors: Colors): string[] {
  const hosts = hostsOfBatch(state, batch).filter(({ steps }) => steps.precheck.attempts > 0)
  if (hosts.length === 0) return []
  const rows =
    hosts.length <= hostsShown
      ? hosts.map((host) => [host.name, ...stepNames.map((step) => stepCell(host, step, colors))])
      : [
          [`${countOf(hosts.length, 'host')}, usual`, ...stepNames.map((step) => usualMs(hosts, step))],
          ['longest', ...stepNames.map((step) => longestMs(hosts, step))],
        ].map(([name, ...times]) => [name, ...times.map(timeCell)])
  return tableLines(['', ...stepNames], rows, colors).map((line) => `  ${line}`)
}

function stepCell({ steps }: HostState, step: StepName, colors: Colors): Cell {
  const { state, durationMs } = steps[step]
  if (state === 'failed') return colors.red('✗ failed')
  return state === 'ok' && durationMs !== undefined ? stepTime(durationMs) : colors.dim('–')
}

const timeCell = (ms: string | number | undefined): Cell => (typeof ms === 'number' ? stepTime(ms) : '–')

const timesOf = (hosts: readonly HostState[], step: StepName): number[] =>
  hosts
    .flatMap(({ steps }) => (steps[step].state === 'ok' ? (steps[step].durationMs ?? []) : []))
    .toSorted((a, b) => a - b)

function usualMs(hosts: readonly HostState[], step: StepName): number | undefined {
  const times = timesOf(hosts, step)
  return times[Math.floor(times.length / 2)]
}

const longestMs = (hosts: readonly HostState[], step: StepName): number | undefined => timesOf(hosts, step).at(-1)

/** Most steps take less than a tenth of a second. */
const stepTime = (ms: number): string => (ms < 1_000 ? `${Math.round(ms)} ms` : `${(ms / 1_000).toFixed(1)} s`)
