import { ArrowRight } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { Link, useLocation } from 'wouter'
import { routes } from '../../app/routes'
import { usePerson } from '../../stores/person-store'
import { PhaseBadge } from '../../ui/badge'
import { Button } from '../../ui/button'
import { cn } from '../../ui/cn'
import { linePositionText } from '../../ui/engine-text'
import { formatNumber, formatTime } from '../../ui/format'
import { Elapsed } from '../../ui/moment'
import { gateDutyOf, orderOpen, type OpenRollout } from './gate-duty'

/** Rollouts in progress, those that wait for this person on top. */
export function OpenRollouts({ open }: { readonly open: readonly OpenRollout[] }) {
  const { t } = useTranslation('board')
  const { person } = usePerson()
  if (open.length === 0) return null
  const ordered = orderOpen(open, person)
  const firstMine = ordered.find((rollout) => gateDutyOf(rollout, person) === 'mine')?.rollout
  return (
    <section aria-labelledby="board-open" className="flex flex-col gap-2">
      <h2 id="board-open" className="text-xs font-semibold text-muted">
        {t('open.title')}
      </h2>
      <ul className="flex flex-col gap-2">
        {ordered.map((rollout) => (
          <OpenRow key={rollout.rollout} rollout={rollout} person={person} isFirst={rollout.rollout === firstMine} />
        ))}
      </ul>
    </section>
  )
}

type RowProps = { readonly rollout: OpenRollout; readonly person: string; readonly isFirst: boolean }

function OpenRow({ rollout, person, isFirst }: RowProps) {
  const { t } = useTranslation('board')
  const { t: common } = useTranslation()
  const [, go] = useLocation()
  const duty = gateDutyOf(rollout, person)
  const { app, environment, version, type, phase, startedBy, createdAtMs, waitingSinceMs } = rollout
  return (
    <li
      className={cn(
        'grid grid-cols-[minmax(0,1.1fr)_minmax(0,1.3fr)_minmax(9rem,0.8fr)_auto] items-center gap-x-5 rounded-lg border bg-surface px-4 py-3',
        duty === 'mine' ? 'border-violet-line' : phase === 'braked' ? 'border-orange-line' : 'border-line',
      )}
    >
      <div className="min-w-0">
        <p className="truncate text-base font-medium">
          <Link href={routes.launch(rollout.rollout)} className="hover:underline">
            {`${app} ${version}`}
          </Link>
          {type === 'rollback' ? <span className="text-muted">{` · ${common('type.rollback')}`}</span> : null}
        </p>
        <p className="truncate text-xs text-muted">
          {t('open.startedBy', { environment, person: startedBy })}
          {' · '}
          <Elapsed fromMs={createdAtMs} />
        </p>
      </div>
      <div className="min-w-0">
        <p className="flex min-w-0 items-center gap-2">
          <PhaseBadge phase={phase} />
          {waitingSinceMs === undefined ? null : (
            <span className="text-xs text-muted">
              <Elapsed fromMs={waitingSinceMs} />
            </span>
          )}
        </p>
        <p className="mt-1 truncate text-xs text-muted">
          {duty === undefined || duty === 'mine' ? linePositionText(rollout) : t(`duty.${duty}`)}
        </p>
        {rollout.recovery && rollout.recovery.open > 0 ? <Recovered recovery={rollout.recovery} /> : null}
      </div>
      <Progress rollout={rollout} />
      <Button
        tone={isFirst ? 'primary' : 'plain'}
        icon={ArrowRight}
        aria-label={t(duty === 'mine' ? 'open.decideName' : 'open.showName', { app, version, environment })}
        onClick={() => go(routes.launch(rollout.rollout))}
      >
        {t(duty === 'mine' ? 'open.decide' : 'open.show')}
      </Button>
    </li>
  )
}

/** It was taken up again after a restart, and what was under way then is not all over yet. */
function Recovered({ recovery }: { readonly recovery: NonNullable<OpenRollout['recovery']> }) {
  const { t } = useTranslation('board')
  const { atMs, interrupted, open, unreachable } = recovery
  const left = unreachable > 0 ? t('open.unreachable', { count: unreachable }) : t('open.looking', { count: open })
  return (
    <p className="mt-1 text-xs text-blue-fg">
      {`${t('open.recovered', { at: formatTime(atMs), count: interrupted })} · ${left}`}
    </p>
  )
}

function Progress({ rollout: { done, failed, hosts } }: { readonly rollout: OpenRollout }) {
  const { t } = useTranslation('board')
  const share = (count: number) => `${hosts === 0 ? 0 : (count / hosts) * 100}%`
  return (
    <div className="min-w-0">
      <p className="flex justify-between text-xs text-muted tabular">
        <span>{t('open.done', { done: formatNumber(done), hosts: formatNumber(hosts) })}</span>
        {failed > 0 ? <span className="text-red-fg">{t('open.failed', { count: failed })}</span> : null}
      </p>
      <div aria-hidden className="mt-1.5 flex h-1.5 overflow-hidden rounded-full bg-sunken">
        <span className="bg-green-line" style={{ width: share(done) }} />
        <span className="bg-red-fg" style={{ width: share(failed) }} />
      </div>
    </div>
  )
}
