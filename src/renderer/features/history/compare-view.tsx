import { GitCompareArrows } from 'lucide-react'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { useStore } from 'zustand'
import type { RolloutState } from '../../../shared/domain/rollout-state'
import { useConsole } from '../../api/queries'
import { useFeed } from '../../stores/rollouts'
import { Field } from '../../ui/field'
import { formatDateTime } from '../../ui/format'
import { EmptyNote, ErrorNote, LoadingNote } from '../../ui/notes'
import { Select } from '../../ui/select'
import { compareRollouts } from './comparison'
import { ComparisonTables } from './comparison-tables'
import { listLimit } from './list-query'
import { useQuery } from './use-query'

/** This rollout beside another one of the same cluster. */
export function CompareView({ whole }: { readonly whole: RolloutState }) {
  const { t } = useTranslation('history')
  const { t: common } = useTranslation()
  const [search, change] = useQuery()
  const { rollout, app, environment } = whole.settings
  const { data, error, isPending, refetch } = useConsole('rollout:list', { app, environment, limit: listLimit })
  const others = (data ?? []).filter((entry) => entry.rollout !== rollout)
  const wanted = new URLSearchParams(search).get('with')
  const chosen = others.find((entry) => entry.rollout === wanted)
  if (error) return <ErrorNote error={error} onRetry={() => void refetch()} />
  if (isPending) return <LoadingNote what={t('what.rollouts')} />
  if (others.length === 0) {
    return (
      <EmptyNote icon={GitCompareArrows} title={t('compare.none')}>
        {t('compare.noneWhat', { app, environment })}
      </EmptyNote>
    )
  }
  return (
    <div className="flex min-h-0 flex-1 flex-col gap-4 overflow-y-auto pb-4">
      <Field label={t('compare.pick')} className="max-w-120 shrink-0">
        <Select
          value={chosen?.rollout}
          placeholder={t('compare.placeholder')}
          options={others.map((entry) => ({
            value: entry.rollout,
            label: `${entry.version} · ${formatDateTime(entry.createdAtMs)}`,
            note: common(`result.${entry.result ?? 'open'}`),
          }))}
          onChange={(value) => change({ with: value })}
        />
      </Field>
      {chosen ? (
        <Beside key={chosen.rollout} whole={whole} other={chosen.rollout} />
      ) : (
        <EmptyNote icon={GitCompareArrows} title={t('compare.choose')}>
          {t('compare.chooseWhat')}
        </EmptyNote>
      )}
    </div>
  )
}

function Beside({ whole, other }: { readonly whole: RolloutState; readonly other: string }) {
  const { t } = useTranslation('history')
  const { rollout, isComplete, error } = useStore(useFeed(other).store)
  const comparison = useMemo(() => (rollout ? compareRollouts(whole, rollout) : undefined), [whole, rollout])
  if (error && !rollout) return <ErrorNote error={error} />
  if (!comparison || !rollout || !isComplete) return <LoadingNote what={t('what.journal')} />
  return <ComparisonTables comparison={comparison} names={{ one: labelOf(whole), other: labelOf(rollout) }} />
}

const labelOf = ({ settings, createdAtMs }: RolloutState) => `${settings.version} · ${formatDateTime(createdAtMs)}`
