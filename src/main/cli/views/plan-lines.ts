import type { WirePlan } from '../../../shared/ipc/contract'
import type { Colors } from '../cli'
import { tableLines } from './table'
import { countOf, listNames } from './words'

/** Names of one batch that are shown; `--json` has them all. */
const namesShown = 6

/** A plan as a table of batches, with the capacity left in each against the floor, and its warnings. Pure. */
export function planLines(plan: WirePlan, colors: Colors): string[] {
  const { app, version, environment, hosts, floor, batches, warnings } = plan
  const rows = batches.map((batch) => [
    batch.kind === 'canary' ? 'canary' : `batch ${batch.index}`,
    batch.hosts.length,
    paintServing(batch.servingAfter, floor, colors),
    listNames(batch.hosts, namesShown),
  ])
  return [
    `${colors.bold(`${app} ${version}`)} · ${environment} · ${countOf(hosts, 'host')}, floor ${floor}`,
    '',
    ...tableLines(['batch', 'hosts', 'serving', 'which'], rows, colors),
    ...(warnings.length > 0 ? [''] : []),
    ...warnings.map(({ message }) => `${colors.yellow('!')} ${message}`),
  ]
}

const paintServing = (serving: number, floor: number, colors: Colors): string =>
  serving === floor ? colors.yellow(`${serving}`) : `${serving}`
