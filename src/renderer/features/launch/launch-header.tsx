import { History, OctagonPause, ShieldCheck, Undo2 } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { Link, useLocation } from 'wouter'
import { useShallow } from 'zustand/react/shallow'
import { phaseOf } from '../../../shared/domain/rollout-view'
import type { RolloutState } from '../../../shared/domain/rollout-state'
import { openBrake } from '../../app/brake-dialog'
import { routes } from '../../app/routes'
import { useConsole } from '../../api/queries'
import { useRollout } from '../../stores/rollouts'
import { Badge, PhaseBadge } from '../../ui/badge'
import { Button } from '../../ui/button'
import { formatDuration, formatStopwatch } from '../../ui/format'
import { Hint } from '../../ui/hint'
import { Ago } from '../../ui/moment'
import { useNow } from '../../ui/use-now'
import { useLaunchActions } from './launch-ui'
import { OperationsMenu } from './operations-menu'
import { operationsFor } from './operations'
import { positionWords } from './stop-words'

/** Of the hosts that were read, what most ran before. */
function versionBefore({ hosts }: RolloutState): string | undefined {
  const counts = new Map<string, number>()
  for (const { before } of Object.values(hosts)) {
    if (before) counts.set(before.version, (counts.get(before.version) ?? 0) + 1)
  }
  return [...counts].toSorted((a, b) => b[1] - a[1])[0]?.[0]
}

/** What is launched where, where it stands, for how long, and the way to stop it. */
export function LaunchHeader() {
  const { t } = useTranslation('launch')
  const { t: common } = useTranslation()
  const head = useRollout(
    useShallow((state) => {
      const { settings, createdAtMs, finishedAtMs, rolledBackBy } = state
      const { app, version, environment, isProtected, startedBy, type, rollsBack, reason } = settings
      const place = { app, version, environment, isProtected, startedBy, type, rollsBack, reason }
      const sentence = positionWords(state)
      return {
        ...place,
        createdAtMs,
        finishedAtMs,
        rolledBackBy,
        before: versionBefore(state),
        phase: phaseOf(state),
        sentence,
      }
    }),
  )
  const { app, version, before, type } = head
  const change = before === undefined || before === version ? version : `${before} → ${version}`
  return (
    <header className="flex shrink-0 flex-wrap items-center gap-x-5 gap-y-2 border-b border-line bg-surface px-4 py-2.5 xl:flex-nowrap">
      <div className="min-w-0 flex-1 basis-72">
        <h1 className="flex min-w-0 items-center gap-2 text-lg leading-6 font-semibold">
          <span className="min-w-0 truncate">
            {app} <span className="tabular">{change}</span>
          </span>
          <span className="font-normal text-muted">{head.environment}</span>
          {head.isProtected ? (
            <Badge tone="slate" icon={ShieldCheck}>
              {common('mark.protected')}
            </Badge>
          ) : null}
          {type === 'rollback' ? <Badge tone="orange">{common('type.rollback')}</Badge> : null}
        </h1>
        <p className="truncate text-xs text-muted">
          {t('header.startedBy', { by: head.startedBy })} <Ago atMs={head.createdAtMs} />
          <RelatedRollout rollsBack={head.rollsBack} rolledBackBy={head.rolledBackBy} />
        </p>
      </div>
      <div className="flex min-w-0 items-center gap-2 max-xl:order-last">
        <PhaseBadge phase={head.phase} className="h-6 px-2 text-xs" />
        <p role="status" className="max-w-96 min-w-0 truncate text-sm" title={head.sentence}>
          {head.sentence}
        </p>
      </div>
      <Stopwatch fromMs={head.createdAtMs} toMs={head.finishedAtMs} />
      <HeaderButtons />
    </header>
  )
}

function RelatedRollout({
  rollsBack,
  rolledBackBy,
}: {
  readonly rollsBack: string | undefined
  readonly rolledBackBy: string | undefined
}) {
  const { t } = useTranslation('launch')
  const link = 'text-accent underline underline-offset-2'
  return (
    <>
      {rollsBack === undefined ? null : (
        <>
          {' · '}
          <Link href={routes.launch(rollsBack)} className={link}>
            {t('header.rollsBack', { rollout: rollsBack })}
          </Link>
        </>
      )}
      {rolledBackBy === undefined ? null : (
        <>
          {' · '}
          <Link href={routes.launch(rolledBackBy)} className={link}>
            {t('header.rolledBackBy', { rollout: rolledBackBy })}
          </Link>
        </>
      )}
    </>
  )
}

function Stopwatch({ fromMs, toMs }: { readonly fromMs: number; readonly toMs: number | undefined }) {
  const { t } = useTranslation('launch')
  const rollout = useRollout(({ settings }) => settings.rollout)
  const { data } = useConsole('rollout:expected', { rollout })
  const nowMs = useNow(toMs === undefined ? 1_000 : 0)
  const took = (toMs ?? nowMs) - fromMs
  return (
    <Hint text={t('header.clockHint')}>
      <div tabIndex={0} className="shrink-0 rounded-sm text-right max-xl:order-last">
        <p className="tabular font-mono text-base leading-5 font-medium">{formatStopwatch(took)}</p>
        <p className="tabular text-2xs text-faint">
          {data?.totalMs === undefined
            ? t('header.noExpectation')
            : t('header.lastTime', { time: formatDuration(data.totalMs) })}
        </p>
      </div>
    </Hint>
  )
}

function HeaderButtons() {
  const { t } = useTranslation('launch')
  const { t: app } = useTranslation('app')
  const ui = useLaunchActions()
  const [, go] = useLocation()
  const { rollout, phase, first, isRolledBack } = useRollout(
    useShallow((state) => ({
      rollout: state.settings.rollout,
      phase: phaseOf(state),
      first: operationsFor(state)[0],
      isRolledBack: state.rolledBackBy !== undefined,
    })),
  )
  const isOver = phase === 'succeeded' || phase === 'failed' || phase === 'revoked'
  const isMoving = !isOver && phase !== 'braked' && phase !== 'revoking'
  return (
    <div className="flex shrink-0 items-center gap-2">
      {phase === 'braked' && (first === 'retry' || first === 'resume') ? (
        <Button tone="primary" onClick={() => ui.ask({ kind: first })}>
          {t(`operation.${first}`)}
        </Button>
      ) : null}
      {isOver ? (
        <Button tone="primary" icon={History} onClick={() => go(routes.review(rollout))}>
          {t('header.review')}
        </Button>
      ) : null}
      {isMoving ? (
        <Button tone="danger" icon={OctagonPause} onClick={() => openBrake(rollout)}>
          {app('brake.title')}
        </Button>
      ) : isRolledBack || phase === 'revoking' ? null : (
        <Button
          tone={phase === 'braked' ? 'danger' : 'plain'}
          icon={Undo2}
          onClick={() => ui.ask({ kind: 'rollback' })}
        >
          {t('operation.rollback')}
        </Button>
      )}
      <OperationsMenu />
    </div>
  )
}
