import type { Cluster } from './plan-rules'

type Host = {
  readonly name: string
  readonly zone?: string | undefined
  readonly isCanary: boolean
  readonly isServing: boolean
}
type Batch = { readonly kind: 'canary' | 'batch'; readonly hosts: readonly Host[]; readonly servingAfter: number }
type Warning = { readonly code: string; readonly message: string }

const namesShown = 5
const zonesShown = 3

/** What a person should know before this plan is launched, most important first. Pure. */
export function findWarnings(cluster: Cluster, hosts: readonly Host[], batches: readonly Batch[]): Warning[] {
  return [
    ...warnLowCapacity(cluster, batches),
    ...warnNotServing(cluster, hosts),
    ...warnCanary(cluster, batches.find((batch) => batch.kind === 'canary')?.hosts ?? []),
    ...warnEmptiedZones(hosts, batches),
  ]
}

/** Has to be acknowledged at the first gate: one or two hosts, or a batch that takes the last serving ones. */
function warnLowCapacity({ app, environment, isProtected, total, serving }: Cluster, batches: readonly Batch[]) {
  const lowest = Math.min(serving, ...batches.map((batch) => batch.servingAfter))
  if (!isProtected || batches.length === 0 || (total > 2 && (serving === 0 || lowest > 0))) return []
  const size = total === 1 ? '1 host' : `${total} hosts`
  const message = `${app} in ${environment} has ${size}, ${serving} serving now; at the lowest point of this plan ${lowest} will serve.`
  return [{ code: 'low-capacity', message }]
}

function warnNotServing({ total }: Cluster, hosts: readonly Host[]) {
  const names = hosts.filter((host) => !host.isServing).map((host) => host.name)
  if (names.length === 0) return []
  const verb = names.length === 1 ? 'does not serve now and counts' : 'do not serve now and count'
  return [
    {
      code: 'hosts-not-serving',
      message: `${names.length} of ${total} hosts ${verb} against the floor: ${listNames(names)}.`,
    },
  ]
}

function warnCanary({ app, environment }: Cluster, canary: readonly Host[]) {
  const warnings: Warning[] = []
  const unmarked = canary.filter((host) => !host.isCanary).map((host) => host.name)
  if (unmarked.length > 0) {
    const verb = unmarked.length === 1 ? 'was' : 'were'
    const message = `Too few hosts of ${app} in ${environment} are marked as canary; ${listNames(unmarked)} ${verb} chosen. Mark hosts with "canary: true".`
    warnings.push({ code: 'canary-unmarked', message })
  }
  const idle = canary.filter((host) => !host.isServing).map((host) => host.name)
  if (idle.length > 0) {
    const message = `The canary batch holds ${listNames(idle)}, which does not serve: without traffic it proves little.`
    warnings.push({ code: 'canary-not-serving', message })
  }
  return warnings
}

/** A zone of two or more hosts is emptied by a batch that takes every host of it that serves. */
function warnEmptiedZones(hosts: readonly Host[], batches: readonly Batch[]) {
  const zones = Map.groupBy(
    hosts.filter((host) => host.zone !== undefined),
    (host) => host.zone,
  )
  const emptied: string[] = []
  for (const [position, batch] of batches.entries()) {
    // A batch of the whole cluster was asked for as such; naming every zone would only hide what matters.
    if (batch.hosts.length === hosts.length) continue
    const taken = Map.groupBy(
      batch.hosts.filter((host) => host.isServing),
      (host) => host.zone,
    )
    for (const [zone, out] of taken) {
      const members = zones.get(zone) ?? []
      const serving = members.filter((host) => host.isServing).length
      if (members.length < 2 || out.length < serving) continue
      const what = batch.kind === 'canary' ? 'The canary batch' : `Batch ${numberOf(position, batches)}`
      emptied.push(`${what} takes every serving host of zone ${zone}: ${listNames(out.map((host) => host.name))}.`)
    }
  }
  if (emptied.length === 0) return []
  const more = emptied.length > zonesShown ? [`The same holds for ${emptied.length - zonesShown} more zones.`] : []
  return [{ code: 'zone-emptied', message: [...emptied.slice(0, zonesShown), ...more].join(' ') }]
}

const numberOf = (position: number, batches: readonly Batch[]) => position + (batches[0]?.kind === 'canary' ? 0 : 1)

function listNames(names: readonly string[]): string {
  const shown = names.slice(0, namesShown).join(', ')
  return names.length > namesShown ? `${shown} and ${names.length - namesShown} more` : shown
}
