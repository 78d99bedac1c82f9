import type { TFunction } from 'i18next'
import { z } from 'zod'

const hostNames = z.object({ names: z.array(z.string()), more: z.int() })
/** Hosts as a warning names them: the first few, and how many more there are. */
export type HostNames = z.output<typeof hostNames>

const place = z.object({ app: z.string(), environment: z.string() })
const capacity = place.extend({ total: z.int(), serving: z.int(), lowest: z.int() })
const notServing = hostNames.extend({ count: z.int(), total: z.int() })
const emptied = z.object({
  zones: z.array(hostNames.extend({ batch: z.int(), zone: z.string() })),
  more: z.int(),
})

type Engine = TFunction<'engine'>
type Sentence = (details: unknown, t: Engine, hostsText: (names: HostNames) => string) => string

const countOf = ({ names, more }: HostNames) => names.length + more

/** The sentence of each kind of plan warning, made from its details (`findWarnings` of the planner gives them). */
export const warningSentences: Readonly<Record<string, Sentence>> = {
  'low-capacity': (details, t) => {
    const { total, ...rest } = capacity.parse(details)
    return t('warning.low-capacity', { count: total, ...rest })
  },
  'hosts-not-serving': (details, t, hostsText) => {
    const { count, total, ...hosts } = notServing.parse(details)
    return t('warning.hosts-not-serving', { count, total, hosts: hostsText(hosts) })
  },
  'canary-unmarked': (details, t, hostsText) => {
    const { app, environment, ...hosts } = place.extend(hostNames.shape).parse(details)
    return t('warning.canary-unmarked', { app, environment, hosts: hostsText(hosts), count: countOf(hosts) })
  },
  'canary-not-serving': (details, t, hostsText) =>
    t('warning.canary-not-serving', { hosts: hostsText(hostNames.parse(details)) }),
  'zone-emptied': (details, t, hostsText) => {
    const { zones, more } = emptied.parse(details)
    const sentences = zones.map(({ batch, zone, ...hosts }) =>
      batch === 0
        ? t('warning.zone-emptied-canary', { zone, hosts: hostsText(hosts) })
        : t('warning.zone-emptied-batch', { batch, zone, hosts: hostsText(hosts) }),
    )
    return [...sentences, ...(more > 0 ? [t('warning.zone-emptied-more', { count: more })] : [])].join(' ')
  },
  'no-target': (details, t, hostsText) => {
    const hosts = hostNames.parse(details)
    return t('warning.no-target', { hosts: hostsText(hosts), count: countOf(hosts) })
  },
}
