import { Check, Minus, ScrollText, X } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { Link } from 'wouter'
import { stepNames, type StepName } from '../../../shared/domain/lifecycle'
import type { StepState } from '../../../shared/domain/rollout-state'
import { useRollout, useRolloutHost } from '../../stores/rollouts'
import { attemptText } from '../../ui/attempt-text'
import { HostStatusBadge } from '../../ui/badge'
import { IconButton } from '../../ui/button'
import { cn } from '../../ui/cn'
import { stepFailureText } from '../../ui/engine-text'
import { formatDuration } from '../../ui/format'
import { Elapsed } from '../../ui/moment'
import { Panel } from '../../ui/panel'
import { toneText } from '../../ui/tone'
import { logHref } from './review-links'

/** One host at the moment of the review: its steps so far, and the way to what they printed. */
export function MomentHost({ name, onClose }: { readonly name: string; readonly onClose: () => void }) {
  const { t } = useTranslation('history')
  const { t: common } = useTranslation()
  const host = useRolloutHost(name)
  const rollout = useRollout(({ settings }) => settings.rollout)
  if (!host) return null
  const { failure, isServing, isMuted, before } = host
  return (
    <Panel
      title={<span className="font-mono text-fg">{name}</span>}
      aside={
        <span className="flex items-center gap-2">
          <HostStatusBadge status={host.status} />
          <IconButton icon={X} label={common('action.close')} onClick={onClose} />
        </span>
      }
      aria-label={t('moment.host', { host: name })}
      className="max-h-[55%] shrink-0"
      bodyClassName="overflow-y-auto"
    >
      <p className="mb-2 flex flex-wrap gap-x-3 text-xs text-muted">
        {before ? <span>{t('moment.before', { version: before.version })}</span> : null}
        {isServing ? null : <span className={toneText.orange}>{common('mark.out')}</span>}
        {isMuted ? <span>{common('mark.muted')}</span> : null}
        <Link
          href={logHref({ rollout, host: name, ...(host.step ? { step: host.step } : {}) })}
          className="ml-auto inline-flex items-center gap-1 text-accent hover:underline"
        >
          <ScrollText aria-hidden size={12} />
          {t('moment.openLog')}
        </Link>
      </p>
      {failure ? <p className="mb-2 text-xs text-red-fg">{stepFailureText(failure.code, failure.reason)}</p> : null}
      <ol aria-label={t('moment.steps')} className="grid gap-0.5 text-xs">
        {stepNames.map((step) => (
          <StepLine key={step} step={step} state={host.steps[step]} />
        ))}
      </ol>
    </Panel>
  )
}

const outcomeIcons = { ok: Check, failed: X, skipped: Minus } as const
const outcomeTones = { ok: 'green', failed: 'red', skipped: 'grey' } as const

function StepLine({ step, state }: { readonly step: StepName; readonly state: StepState }) {
  const { t } = useTranslation('history')
  const { t: common } = useTranslation()
  const outcome = state.state === 'pending' || state.state === 'running' ? undefined : state.state
  const Icon = outcome && outcomeIcons[outcome]
  return (
    <li className="grid h-5 grid-cols-[14px_7rem_minmax(0,1fr)_auto] items-center gap-2">
      {Icon ? (
        <Icon aria-hidden size={12} strokeWidth={2.5} className={toneText[outcomeTones[outcome]]} />
      ) : (
        <span
          aria-hidden
          className={cn(
            'size-2 justify-self-center rounded-[2px] border border-slate-line',
            state.state === 'running' && 'bg-blue-fg',
          )}
        />
      )}
      <span className={state.state === 'pending' ? 'text-faint' : undefined}>{common(`step.${step}`)}</span>
      <span className="truncate text-faint">
        {outcome
          ? t(`gantt.outcome.${outcome}`)
          : t(state.state === 'running' ? 'gantt.outcome.running' : 'moment.notYet')}
        {state.attempts > 1 ? ` · ${attemptText(state.attempts)}` : ''}
      </span>
      <span className="font-mono text-muted">
        {state.durationMs !== undefined ? formatDuration(state.durationMs) : null}
        {state.state === 'running' && state.startedAtMs !== undefined ? <Elapsed fromMs={state.startedAtMs} /> : null}
      </span>
    </li>
  )
}
