type Zoned = { readonly zone?: string | undefined }

/**
 * Put hosts into an order in which any stretch holds about the same share of every zone.
 *
 * Pure. The k-th of n hosts of a zone stands at (k + ½) / n of the way; zones that meet there keep the order in which
 * they first appear. Hosts without a zone count as one zone. Within a zone the given order is kept.
 */
export function interleaveByZone<H extends Zoned>(hosts: readonly H[]): H[] {
  return [...Map.groupBy(hosts, (host) => host.zone).values()]
    .flatMap((zone) => zone.map((host, k) => ({ host, place: (2 * k + 1) / (2 * zone.length) })))
    .sort((a, b) => a.place - b.place)
    .map(({ host }) => host)
}
