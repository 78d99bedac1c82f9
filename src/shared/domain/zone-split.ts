type Host = { readonly zone?: string | undefined; readonly isServing: boolean }

/** Hosts that should not all be in one batch, and how many of them each batch holds. */
type Group = Map<number, number>
const isWhole = (group: Group) => group.size === 1

type Rules<H> = {
  /** Hosts that stay where they are. */
  readonly isFixed: (host: H) => boolean
  /** Batches from this position on may trade a serving host for one that does not serve … */
  readonly firstMixed: number
  /** … as long as none of them then holds more serving hosts than this. */
  readonly maxServing: number
}

/**
 * Swap hosts between batches until no batch takes a whole zone while another choice exists.
 *
 * Pure; sizes stay as they are. "A whole zone" means all hosts of a zone of two or more, and likewise all serving hosts
 * where two or more serve. Hosts of the same status are swapped first; hosts without a zone are free to move. Every
 * swap leaves fewer whole zones than before, so this ends.
 */
export function splitZones<H extends Host>(batches: readonly (readonly H[])[], rules: Rules<H>): H[][] {
  const split = batches.map((batch) => [...batch])
  const groupsOf = groupByZone(split)
  for (const isMixed of [false, true]) {
    while (split.some((_, position) => improve(split, position, groupsOf, rules, isMixed)));
  }
  return split
}

function groupByZone<H extends Host>(batches: readonly (readonly H[])[]): Map<H, Group[]> {
  const members = new Map<string, { host: H; position: number }[]>()
  const join = (key: string, host: H, position: number) => {
    const list = members.get(key) ?? []
    list.push({ host, position })
    members.set(key, list)
  }
  for (const [position, batch] of batches.entries()) {
    for (const host of batch) {
      if (host.zone === undefined) continue
      join(`all ${host.zone}`, host, position)
      if (host.isServing) join(`serving ${host.zone}`, host, position)
    }
  }
  const groupsOf = new Map<H, Group[]>()
  for (const list of members.values()) {
    if (list.length < 2) continue
    const group: Group = new Map()
    for (const { host, position } of list) {
      group.set(position, (group.get(position) ?? 0) + 1)
      groupsOf.set(host, [...(groupsOf.get(host) ?? []), group])
    }
  }
  return groupsOf
}

/** Make all the swaps that break up a group which the batch at `position` holds whole. True when there was one. */
function improve<H extends Host>(
  batches: H[][],
  position: number,
  groupsOf: ReadonlyMap<H, Group[]>,
  rules: Rules<H>,
  isMixed: boolean,
): boolean {
  const batch = batches[position] ?? []
  let hasImproved = false
  for (const [seat, host] of batch.entries()) {
    if (rules.isFixed(host) || !(groupsOf.get(host) ?? []).some(isWhole)) continue
    const other = findPartner(batches, { position, host }, groupsOf, rules, isMixed)
    if (!other) continue
    const otherBatch = batches[other.position] ?? []
    otherBatch[otherBatch.indexOf(other.host)] = host
    batch[seat] = other.host
    hasImproved = true
  }
  return hasImproved
}

type Place<H> = { readonly position: number; readonly host: H }

/** The first host elsewhere that leaves fewer whole groups when it changes places; the groups are updated for it. */
function findPartner<H extends Host>(
  batches: readonly (readonly H[])[],
  mine: Place<H>,
  groupsOf: ReadonlyMap<H, Group[]>,
  rules: Rules<H>,
  isMixed: boolean,
): Place<H> | undefined {
  for (const [position, batch] of batches.entries()) {
    if (position === mine.position) continue
    const canMix = isMixed && mayTradeStatus(batches, mine, position, rules)
    for (const host of batch) {
      if (rules.isFixed(host) || (host.isServing !== mine.host.isServing && !canMix)) continue
      const groups = new Set([...(groupsOf.get(mine.host) ?? []), ...(groupsOf.get(host) ?? [])])
      const before = countWhole(groups)
      swap(groupsOf, mine, { position, host })
      if (countWhole(groups) < before) return { position, host }
      swap(groupsOf, { position, host: mine.host }, { position: mine.position, host })
    }
  }
  return undefined
}

function countWhole(groups: ReadonlySet<Group>): number {
  return [...groups].filter(isWhole).length
}

function swap<H extends Host>(groupsOf: ReadonlyMap<H, Group[]>, a: Place<H>, b: Place<H>) {
  for (const group of groupsOf.get(a.host) ?? []) move(group, a.position, b.position)
  for (const group of groupsOf.get(b.host) ?? []) move(group, b.position, a.position)
}

function move(group: Group, from: number, to: number) {
  const left = (group.get(from) ?? 0) - 1
  if (left > 0) group.set(from, left)
  else group.delete(from)
  group.set(to, (group.get(to) ?? 0) + 1)
}

/** Whether the batch that would get the serving host of a mixed swap has room for it above the floor. */
function mayTradeStatus<H extends Host>(
  batches: readonly (readonly H[])[],
  mine: Place<H>,
  position: number,
  rules: Rules<H>,
): boolean {
  if (Math.min(mine.position, position) < rules.firstMixed) return false
  const receiver = batches[mine.host.isServing ? position : mine.position] ?? []
  return receiver.filter((host) => host.isServing).length < rules.maxServing
}
