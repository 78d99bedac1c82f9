import { useTranslation } from 'react-i18next'
import { asHostName } from '../../../shared/domain/ids'
import { stepNames } from '../../../shared/domain/lifecycle'
import type { HostState } from '../../../shared/domain/rollout-state'
import { useRollout } from '../../stores/rollouts'
import { Badge, HostStatusBadge } from '../../ui/badge'
import { Sheet } from '../../ui/dialog'
import { stepFailureText } from '../../ui/engine-text'
import { mutedMark, outMark } from '../../ui/marks'
import { Note } from '../../ui/notes'
import { FailureLog } from './failure-log'
import { HostActions } from './host-actions'
import { useLaunchActions, useLaunchUi } from './launch-ui'
import { StepStrip } from './step-strip'
import { batchName } from './stop-words'

/** One host of the rollout: its steps, why it failed, and what can be done, with what follows beside it. */
export function HostSheet() {
  const { t } = useTranslation('launch')
  const ui = useLaunchActions()
  const name = useLaunchUi(({ sheet }) => sheet)
  const host = useRollout(({ hosts }) => (name === undefined ? undefined : hosts[asHostName(name)]))
  const { environment, app, rollout } = useRollout(({ settings }) => settings)
  if (!host) return null
  return (
    <Sheet
      isOpen
      onClose={() => ui.openSheet(undefined)}
      title={<span className="font-mono">{host.name}</span>}
      description={`${batchName(host.batch)} · ${app} · ${environment}`}
    >
      <div className="flex flex-col gap-4">
        <HostMarks host={host} />
        <HostFailure host={host} rollout={rollout} />
        <WithheldNotes host={host} />
        <section className="flex flex-col gap-2">
          <h3 className="text-xs font-semibold text-muted">{t('sheet.steps')}</h3>
          <StepStrip host={host} />
        </section>
        <HostActions host={host} />
      </div>
    </Sheet>
  )
}

function HostMarks({ host }: { readonly host: HostState }) {
  const { t } = useTranslation('launch')
  const { t: common } = useTranslation()
  const version = host.versionAfter ?? host.before?.version
  return (
    <div className="flex flex-wrap items-center gap-1.5">
      <HostStatusBadge status={host.status} />
      {host.isServing ? (
        <Badge tone="green">{t('sheet.serving')}</Badge>
      ) : (
        <Badge tone={outMark.tone} icon={outMark.icon}>
          {common('mark.out')}
        </Badge>
      )}
      {host.isMuted ? (
        <Badge tone={mutedMark.tone} icon={mutedMark.icon}>
          {common('mark.muted')}
        </Badge>
      ) : null}
      <span className="tabular ml-auto text-xs text-muted">
        {version === undefined
          ? t('sheet.toVersion', { target: host.target.version })
          : t('sheet.version', { version, target: host.target.version })}
      </span>
    </div>
  )
}

/** What a host printed while nobody could tell which of it is secret: a log of stars needs a word. */
function WithheldNotes({ host }: { readonly host: HostState }) {
  const { t } = useTranslation('launch')
  const { t: common } = useTranslation()
  return stepNames.map((step) => {
    const { withheld } = host.steps[step]
    if (withheld === undefined) return null
    return (
      <Note key={step} tone="amber">
        {t('sheet.withheld', { step: common(`step.${step}`), reason: withheld })}
      </Note>
    )
  })
}

function HostFailure({ host, rollout }: { readonly host: HostState; readonly rollout: string }) {
  const { t } = useTranslation('launch')
  const { t: common } = useTranslation()
  const { failure, steps } = host
  if (host.excludedBecause) return <Note tone="grey">{t('sheet.excluded', { reason: host.excludedBecause })}</Note>
  if (!failure) return null
  const { exitCode, attempts } = steps[failure.step]
  return (
    <section className="flex flex-col gap-2">
      <Note tone="red">
        <p className="font-medium">
          {t('sheet.failedAt', { step: common(`step.${failure.step}`) })}
          {exitCode === undefined ? null : ` · ${t('sheet.exitCode', { code: exitCode })}`}
          {attempts > 1 ? ` · ${t('sheet.attempts', { count: attempts })}` : null}
        </p>
        <p className="break-words whitespace-pre-line">{stepFailureText(failure.code, failure.reason)}</p>
      </Note>
      <FailureLog rollout={rollout} host={host.name} step={failure.step} attempt={attempts} />
    </section>
  )
}
