import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import type { DebtState } from '../../../shared/domain/rollout-state'
import { useRollout } from '../../stores/rollouts'
import { Badge } from '../../ui/badge'
import { Button } from '../../ui/button'
import { Ago } from '../../ui/moment'
import { Panel } from '../../ui/panel'
import { useLaunchActions } from './launch-ui'

/** More rows would push everything else out of sight. */
const mostRows = 8

/** What is switched off on hosts and has to be switched on again. Those of hosts under way clear themselves. */
export function DebtsPanel() {
  const { t } = useTranslation('launch')
  const ui = useLaunchActions()
  const debts = useRollout((state) => state.debts)
  const resting = useRollout(({ hosts }) =>
    Object.values(hosts)
      .flatMap(({ name, status }) => (status === 'running' || status === 'undoing' ? [] : [name]))
      .join(' '),
  )
  const { stuck, moving } = useMemo(() => sortDebts(debts, new Set(resting.split(' '))), [debts, resting])
  const all = [...stuck.values()].flat().map(({ id }) => id)
  return (
    <Panel
      title={t('debts.title')}
      aria-label={t('debts.title')}
      bodyClassName="p-0"
      aside={
        stuck.size > 1 ? (
          <Button size="sm" tone="quiet" onClick={() => ui.ask({ kind: 'settle', debts: all })}>
            {t('debts.settleAll')}
          </Button>
        ) : null
      }
    >
      {stuck.size === 0 ? <p className="px-3 py-2.5 text-xs text-muted">{t('debts.none')}</p> : null}
      <ul className="divide-y divide-line">
        {[...stuck].slice(0, mostRows).map(([host, owed]) => (
          <DebtRow key={host} host={host} owed={owed} />
        ))}
      </ul>
      {stuck.size > mostRows ? (
        <p className="px-3 py-1.5 text-2xs text-faint">{t('debts.more', { count: stuck.size - mostRows })}</p>
      ) : null}
      {moving > 0 ? <p className="px-3 py-1.5 text-2xs text-faint">{t('debts.moving', { count: moving })}</p> : null}
    </Panel>
  )
}

/** What one host is owed, and how the last try to settle it ended. */
function DebtRow({ host, owed }: { readonly host: string; readonly owed: readonly DebtState[] }) {
  const { t } = useTranslation('launch')
  const { t: common } = useTranslation()
  const ui = useLaunchActions()
  const tried = owed.flatMap(({ settling }) => settling ?? []).toSorted((one, other) => other.atMs - one.atMs)[0]
  return (
    <li className="px-3 py-1.5">
      <div className="flex items-center gap-2">
        <div className="min-w-0 flex-1">
          <p className="flex items-baseline justify-between gap-2">
            <span className="truncate font-mono text-xs">{host}</span>
            <span className="shrink-0 text-2xs text-faint">
              <Ago atMs={Math.min(...owed.map(({ recordedAtMs }) => recordedAtMs))} />
            </span>
          </p>
          <p className="flex flex-wrap gap-1 pt-0.5">
            {owed.map(({ id, kind }) => (
              <Badge key={id} tone={kind === 'drain' ? 'orange' : 'grey'}>
                {common(`debt.${kind}`)}
              </Badge>
            ))}
          </p>
        </div>
        <Button
          size="sm"
          aria-label={t('debts.settleOf', { host })}
          onClick={() => ui.ask({ kind: 'settle', debts: owed.map(({ id }) => id) })}
        >
          {t('debts.settle')}
        </Button>
      </div>
      {tried ? (
        <p className="pt-1 text-2xs break-words text-muted">
          {tried.problem === undefined
            ? t('debts.trying', { who: tried.by })
            : t('debts.tried', { who: tried.by, reason: tried.problem })}
          {' · '}
          <Ago atMs={tried.atMs} />
        </p>
      ) : null}
    </li>
  )
}

function sortDebts(debts: Readonly<Record<string, DebtState>>, resting: ReadonlySet<string>) {
  const stuck = new Map<string, DebtState[]>()
  let moving = 0
  for (const debt of Object.values(debts)) {
    if (debt.settledAtMs !== undefined) continue
    if (!resting.has(debt.host)) moving += 1
    else stuck.set(debt.host, [...(stuck.get(debt.host) ?? []), debt])
  }
  return { stuck, moving }
}
