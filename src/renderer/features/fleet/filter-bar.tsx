import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import type { WireHost } from '../../../shared/ipc/requests/inventory-requests'
import { Button } from '../../ui/button'
import { cn } from '../../ui/cn'
import { formatNumber } from '../../ui/format'
import { SearchInput } from '../../ui/search-input'
import { Select } from '../../ui/select'
import { toneText } from '../../ui/tone'
import { conditionMarks } from './condition-mark'
import { hostConditions, type HostCondition } from './host-condition'
import { countConditions, everything, isFiltering, versionsOf, type HostFilter } from './host-filter'

type FilterBarProps = {
  readonly hosts: readonly WireHost[]
  readonly shown: number
  readonly filter: HostFilter
  readonly onFilter: (filter: HostFilter) => void
}

/** Stands for no version; Radix has no empty value. */
const anyVersion = ' '

/** What of the hosts is shown: by words and labels, by state, by version; and how many that hides. */
export function FilterBar({ hosts, shown, filter, onFilter }: FilterBarProps) {
  const { t } = useTranslation('fleet')
  const counts = useMemo(() => countConditions(hosts), [hosts])
  const versions = useMemo(() => versionsOf(hosts), [hosts])
  const hidden = hosts.length - shown
  const toggle = (condition: HostCondition) => {
    const { conditions } = filter
    const next = conditions.includes(condition)
      ? conditions.filter((each) => each !== condition)
      : [...conditions, condition]
    onFilter({ ...filter, conditions: next })
  }
  return (
    <div className="flex flex-wrap items-center gap-2 border-b border-line px-4 py-2">
      <SearchInput
        label={t('filter.search')}
        placeholder={t('filter.searchHint')}
        title={t('filter.help')}
        value={filter.text}
        onChange={(text) => onFilter({ ...filter, text })}
        className="w-64"
      />
      <div role="group" aria-label={t('filter.label')} className="flex flex-wrap gap-1">
        {hostConditions
          .filter((condition) => counts[condition] > 0 || filter.conditions.includes(condition))
          .map((condition) => (
            <ConditionToggle
              key={condition}
              condition={condition}
              count={counts[condition]}
              isOn={filter.conditions.includes(condition)}
              onToggle={() => toggle(condition)}
            />
          ))}
      </div>
      {versions.length < 2 && filter.version === undefined ? null : (
        <Select
          aria-label={t('filter.version')}
          className="w-44"
          value={filter.version ?? anyVersion}
          onChange={(version) => onFilter({ ...filter, version: version === anyVersion ? undefined : version })}
          options={[
            { value: anyVersion, label: t('filter.anyVersion') },
            ...versions.map(({ version, hosts: count }) => ({
              value: version,
              label: version,
              note: formatNumber(count),
            })),
          ]}
        />
      )}
      <p role="status" className="ml-auto text-xs text-muted tabular">
        {isFiltering(filter)
          ? t('filter.hidden', { count: hidden, hidden: formatNumber(hidden) })
          : t('filter.shown', { shown: formatNumber(shown), total: formatNumber(hosts.length) })}
      </p>
      {isFiltering(filter) ? (
        <Button size="sm" tone="quiet" onClick={() => onFilter(everything)}>
          {t('filter.clear')}
        </Button>
      ) : null}
    </div>
  )
}

function ConditionToggle({
  condition,
  count,
  isOn,
  onToggle,
}: {
  readonly condition: HostCondition
  readonly count: number
  readonly isOn: boolean
  readonly onToggle: () => void
}) {
  const { t } = useTranslation('fleet')
  const { icon: Icon, tone } = conditionMarks[condition]
  return (
    <button
      type="button"
      aria-pressed={isOn}
      onClick={onToggle}
      className={cn(
        'flex h-7 items-center gap-1.5 rounded-md border px-2 text-xs',
        isOn ? 'border-accent bg-accent-bg text-fg' : 'border-line text-muted hover:bg-hover hover:text-fg',
      )}
    >
      <Icon aria-hidden size={13} className={toneText[tone]} />
      {t(`condition.${condition}`)}
      <span className="text-faint tabular">{formatNumber(count)}</span>
    </button>
  )
}
