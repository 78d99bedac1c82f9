import type { PlanWarning } from './plan'
import type { Cluster } from './plan-rules'

type Host = {
  readonly name: string
  readonly zone?: string | undefined
  readonly isCanary: boolean
  readonly isServing: boolean
}
type Batch = { readonly kind: 'canary' | 'batch'; readonly hosts: readonly Host[]; readonly servingAfter: number }

/** Names of hosts as a warning holds them: the first few, and how many more there are. */
type Names = { readonly names: readonly string[]; readonly more: number }

const namesShown = 5
const zonesShown = 3

/** What a person should know before this plan is launched, most important first. Pure. */
export function findWarnings(cluster: Cluster, hosts: readonly Host[], batches: readonly Batch[]): PlanWarning[] {
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
  return [{ code: 'low-capacity', message, details: { app, environment, total, serving, lowest } }]
}

function warnNotServing({ total }: Cluster, hosts: readonly Host[]) {
  const names = hosts.filter((host) => !host.isServing).map((host) => host.name)
  if (names.length === 0) return []
  const verb = names.length === 1 ? 'does not serve now and counts' : 'do not serve now and count'
  return [
    {
      code: 'hosts-not-serving',
      message: `${names.length} of ${total} hosts ${verb} against the floor: ${listNames(names)}.`,
      details: { count: names.length, total, ...shorten(names) },
    },
  ]
}

function warnCanary({ app, environment }: Cluster, canary: readonly Host[]) {
  const warnings: PlanWarning[] = []
  const unmarked = canary.filter((host) => !host.isCanary).map((host) => host.name)
  if (unmarked.length > 0) {
    const verb = unmarked.length === 1 ? 'was' : 'were'
    const message = `Too few hosts of ${app} in ${environment} are marked as canary; ${listNames(unmarked)} ${verb} chosen. Mark hosts with "canary: true".`
    warnings.push({ code: 'canary-unmarked', message, details: { app, environment, ...shorten(unmarked) } })
  }
  const idle = canary.filter((host) => !host.isServing).map((host) => host.name)
  if (idle.length > 0) {
    const message = `The canary batch holds ${listNames(idle)}, which does not serve: without traffic it proves little.`
    warnings.push({ code: 'canary-not-serving', message, details: shorten(idle) })
  }
  return warnings
}

/** A zone of two or more hosts is emptied by a batch that takes every host of it that serves. */
function warnEmptiedZones(hosts: readonly Host[], batches: readonly Batch[]) {
  const zones = Map.groupBy(
    hosts.filter((host) => host.zone !== undefined),
    (host) => host.zone,
  )
  const emptied: { readonly text: string; readonly zone: object }[] = []
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
      const number = numberOf(position, batches)
      const what = batch.kind === 'canary' ? 'The canary batch' : `Batch ${number}`
      const names = out.map((host) => host.name)
      emptied.push({
        text: `${what} takes every serving host of zone ${zone}: ${listNames(names)}.`,
        zone: { batch: number, zone, ...shorten(names) },
      })
    }
  }
  if (emptied.length === 0) return []
  const shown = emptied.slice(0, zonesShown)
  const more = emptied.length - shown.length
  const rest = more > 0 ? [`The same holds for ${more} more zones.`] : []
  const message = [...shown.map(({ text }) => text), ...rest].join(' ')
  return [{ code: 'zone-emptied', message, details: { zones: shown.map(({ zone }) => zone), more } }]
}

/** 0 for the canary batch; others count from 1. */
const numberOf = (position: number, batches: readonly Batch[]) => position + (batches[0]?.kind === 'canary' ? 0 : 1)

const shorten = (names: readonly string[]): Names => ({
  names: names.slice(0, namesShown),
  more: Math.max(0, names.length - namesShown),
})

function listNames(all: readonly string[]): string {
  const { names, more } = shorten(all)
  return more > 0 ? `${names.join(', ')} and ${more} more` : names.join(', ')
}
