import { BellOff } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { Link } from 'wouter'
import { useConsole } from '../../api/queries'
import { routes } from '../../app/routes'
import type { Output } from '../../../shared/ipc/contract'
import { usePerson } from '../../stores/person-store'
import { Button } from '../../ui/button'
import { formatNumber } from '../../ui/format'
import { Ago, Elapsed } from '../../ui/moment'
import { ErrorNote, Note } from '../../ui/notes'
import type { LockChoice } from '../../ui/lock-dialog'
import { Unsettled } from '../../ui/unsettled'
import { useSettling } from '../../ui/use-settling'
import { debtGroups } from './debt-groups'

type Debt = Output<'debt:list'>[number]

/** Named one by one up to here; the rest are counted. */
const namedHosts = 6

/** Undo debts that no rollout in progress will settle by itself: hosts left muted or out of traffic. */
export function LeftDebts({ open }: { readonly open: readonly { readonly rollout: string }[] }) {
  const { t } = useTranslation('board')
  const { data } = useConsole('debt:list', {})
  const left = (data ?? []).filter((debt) => open.every(({ rollout }) => rollout !== debt.rollout))
  if (left.length === 0) return null
  return (
    <section aria-label={t('debts.title')}>
      <Note tone="orange" icon={BellOff}>
        <h2 className="font-medium">{t('debts.left', { count: left.length })}</h2>
        <ul className="mt-1 flex flex-col gap-2">
          {debtGroups(left).map(({ key, debts }) => (
            <DebtGroup key={key} debts={debts} />
          ))}
        </ul>
      </Note>
    </section>
  )
}

function DebtGroup({ debts }: { readonly debts: readonly Debt[] }) {
  const { t } = useTranslation('board')
  const { person } = usePerson()
  const settling = useSettling(debts.map(({ debt }) => debt))
  const { app = '', environment = '', rollout = '' } = debts[0] ?? {}
  const hosts = [...new Set(debts.map(({ host }) => host))]
  const oldest = Math.min(...debts.map(({ recordedAtMs }) => recordedAtMs))
  const run = (some: string[], lock?: LockChoice) => settling.run({ debts: some, by: person, byHand: false, lock })
  const more = hosts.length - namedHosts
  return (
    <li className="flex flex-col gap-1.5 text-fg">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <Link href={routes.fleet({ app, environment })} className="font-medium hover:underline">
          {`${app} · ${environment}`}
        </Link>
        <span className="min-w-0 text-muted">
          {hosts.slice(0, namedHosts).join(', ')}
          {more > 0 ? ` ${t('debts.more', { hidden: formatNumber(more) })}` : ''}
        </span>
        <span className="text-xs text-muted">
          <Ago atMs={oldest} />
        </span>
        <span className="ml-auto flex gap-2">
          <Link href={routes.review(rollout)} className="self-center text-xs text-muted hover:underline">
            {t('debts.rollout')}
          </Link>
          <Button
            size="sm"
            isBusy={settling.sinceMs !== undefined}
            onClick={() => void run(debts.map(({ debt }) => debt)).catch(() => undefined)}
          >
            {settling.sinceMs === undefined ? (
              t('debts.settle', { count: debts.length })
            ) : (
              <>
                {t('debts.settling')} <Elapsed fromMs={settling.sinceMs} />
              </>
            )}
          </Button>
        </span>
      </div>
      <ErrorNote error={settling.error} />
      <Unsettled settlements={settling.unsettled} onChoose={run} />
    </li>
  )
}
