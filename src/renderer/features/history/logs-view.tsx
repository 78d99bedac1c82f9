import { ScrollText } from 'lucide-react'
import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { HostState, RolloutState } from '../../../shared/domain/rollout-state'
import { LogPane } from '../../terminal/log-pane'
import { EmptyNote } from '../../ui/notes'
import { Segmented } from '../../ui/segmented'
import { HostPicker } from './host-picker'
import { LogSearch } from './log-search'
import { LogSteps } from './log-steps'
import { useQuery } from './use-query'

/** What the steps of each host printed, and a search over all of them. */
export function LogsView({ whole }: { readonly whole: RolloutState }) {
  const { t } = useTranslation('history')
  const [search, change] = useQuery()
  const place = useMemo(() => placeOf(search), [search])
  const [isSearching, setSearching] = useState(place.host === undefined && new URLSearchParams(search).has('find'))
  const { rollout } = whole.settings
  const hosts = useMemo(() => failedFirst(whole), [whole])
  const name = place.host ?? hosts[0]?.name
  const host = hosts.find((each) => each.name === name)
  // coming from a found line the address names a host
  const shown = isSearching && place.line === undefined ? 'search' : 'hosts'
  return (
    <>
      <Segmented
        label={t('review.logs')}
        className="self-start"
        value={shown}
        options={[
          { value: 'hosts', label: t('log.byHost') },
          { value: 'search', label: t('log.search') },
        ]}
        onChange={(next) => {
          setSearching(next === 'search')
          change({ line: undefined, at: undefined })
        }}
      />
      {shown === 'search' ? (
        <LogSearch rollout={rollout} />
      ) : (
        <div className="grid min-h-0 flex-1 grid-cols-[13rem_minmax(0,1fr)] gap-3">
          <HostPicker
            hosts={hosts}
            chosen={name}
            onChoose={(next) =>
              change({ host: next, step: undefined, attempt: undefined, line: undefined, at: undefined })
            }
          />
          {host ? (
            <div className="flex min-h-0 min-w-0 flex-col overflow-hidden rounded-lg border border-line">
              <LogSteps
                key={host.name}
                rollout={rollout}
                host={host.name}
                chosen={place.reveal}
                onChoose={(step, attempt) =>
                  change({ host: host.name, step, attempt: String(attempt), line: undefined, at: undefined })
                }
              />
              <LogPane
                key={host.name}
                rollout={rollout}
                host={host.name}
                failedStep={host.failure?.step}
                reveal={place.step === undefined ? undefined : place.reveal}
                className="flex-1"
              />
            </div>
          ) : (
            <EmptyNote icon={ScrollText} title={t('log.choose')}>
              {t('log.chooseWhat')}
            </EmptyNote>
          )}
        </div>
      )}
    </>
  )
}

/** The place in a log that an address names. */
function placeOf(search: string) {
  const params = new URLSearchParams(search)
  const text = (name: string) => params.get(name) ?? undefined
  const count = (name: string) => {
    const value = Number(params.get(name))
    return Number.isInteger(value) && value > 0 ? value : undefined
  }
  const [step, attempt, line, at] = [text('step'), count('attempt'), count('line'), text('at')]
  const reveal = {
    step: step ?? '',
    ...(attempt === undefined ? {} : { attempt }),
    ...(line === undefined ? {} : { line }),
    ...(at === undefined ? {} : { text: at }),
  }
  return { host: text('host'), step, line, reveal }
}

/** Failed hosts, then the others, each in plan order. */
function failedFirst({ settings, hosts }: RolloutState): HostState[] {
  const planned = settings.plan.batches.flatMap(({ hosts: names }) => names.flatMap((name) => hosts[name] ?? []))
  const isFailed = ({ status }: HostState) => status === 'failed'
  return [...planned.filter(isFailed), ...planned.filter((host) => !isFailed(host))]
}
