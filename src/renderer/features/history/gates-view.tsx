import { DoorOpen } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { gateTemplate } from '../../../shared/domain/decide-gate'
import type { GateState, RolloutState } from '../../../shared/domain/rollout-state'
import { Badge } from '../../ui/badge'
import { gateText } from '../../ui/engine-text'
import { formatDateTime, formatDuration, formatMoment } from '../../ui/format'
import { phaseMarks } from '../../ui/marks'
import { EmptyNote } from '../../ui/notes'
import { GateItemLine } from './gate-item-line'
import { SignOff } from './sign-off'

/** Every gate of a rollout: its checklist with answers, waivers and evidence, and who let it open on what grounds. */
export function GatesView({ whole }: { readonly whole: RolloutState }) {
  const { t } = useTranslation('history')
  const gates = whole.settings.gates.flatMap(({ id }) => whole.gates[id] ?? [])
  if (gates.length === 0) return <EmptyNote icon={DoorOpen} title={t('gate.empty')} />
  return (
    <ol aria-label={t('gate.list')} tabIndex={0} className="flex min-h-0 flex-1 flex-col gap-3 overflow-y-auto pb-4">
      {gates.map((gate) => (
        <GateCard key={gate.id} gate={gate} whole={whole} />
      ))}
    </ol>
  )
}

const stateMarks = {
  open: phaseMarks.succeeded,
  waiting: phaseMarks.waiting,
  ahead: { icon: undefined, tone: 'slate' as const },
}

function GateCard({ gate, whole }: { readonly gate: GateState; readonly whole: RolloutState }) {
  const { t } = useTranslation('history')
  const items = gateTemplate(whole, gate.id)?.items ?? []
  const { tone, icon } = stateMarks[gate.state]
  const { reachedAtMs, openedAtMs } = gate
  return (
    <li className="rounded-lg border border-line bg-surface">
      <div className="flex min-h-10 flex-wrap items-center gap-x-3 gap-y-1 border-b border-line px-4 py-2">
        <h2 className="text-sm font-semibold">{gateText(gate.id)}</h2>
        <Badge tone={tone} icon={icon}>
          {t(`gate.${gate.state}`)}
        </Badge>
        <p className="ml-auto flex gap-4 text-xs text-muted tabular">
          {reachedAtMs === undefined ? null : (
            <time dateTime={new Date(reachedAtMs).toISOString()} title={formatMoment(reachedAtMs)}>
              {formatDateTime(reachedAtMs)}
            </time>
          )}
          {reachedAtMs === undefined || openedAtMs === undefined ? null : (
            <span>{t('gate.waited', { time: formatDuration(openedAtMs - reachedAtMs) })}</span>
          )}
        </p>
      </div>
      <div className="grid gap-x-6 gap-y-4 p-4 lg:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
        <div>
          <h3 className="mb-2 text-2xs font-semibold text-faint">{t('gate.items')}</h3>
          {items.length === 0 ? <p className="text-xs text-muted">{t('gate.noItems')}</p> : null}
          <ul className="flex flex-col gap-2.5">
            {items.map((item) => (
              <GateItemLine key={item.id} item={item} gate={gate} warnings={whole.settings.plan.warnings} />
            ))}
          </ul>
        </div>
        <div>
          <h3 className="mb-2 text-2xs font-semibold text-faint">{t('gate.signed')}</h3>
          {gate.signOffs.length === 0 ? <p className="text-xs text-muted">{t('gate.unsigned')}</p> : null}
          <ul className="flex flex-col gap-3">
            {gate.signOffs.map((signOff) => (
              <SignOff key={`${signOff.by} ${signOff.atMs}`} signOff={signOff} />
            ))}
          </ul>
        </div>
      </div>
    </li>
  )
}
