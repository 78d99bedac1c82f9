import { ArrowUpRight, ClipboardCopy, Columns2, RotateCw, SquareTerminal, TerminalSquare, UserX } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { Link } from 'wouter'
import { asHostName } from '../../../shared/domain/ids'
import type { HostState, RolloutState } from '../../../shared/domain/rollout-state'
import { routes } from '../../app/routes'
import { usePerson } from '../../stores/person-store'
import { useRollout } from '../../stores/rollouts'
import { Badge, HostStatusBadge } from '../../ui/badge'
import { Button } from '../../ui/button'
import { Sheet } from '../../ui/dialog'
import { stepFailureText } from '../../ui/engine-text'
import { mutedMark, outMark } from '../../ui/marks'
import { Note } from '../../ui/notes'
import { toast } from '../../ui/toaster'
import { FailureLog } from './failure-log'
import { useLaunchActions, useLaunchUi } from './launch-ui'
import { viewExclusion, viewOperation } from './operations'
import { sshLine } from './ssh-line'
import { findGoodHost } from './step-medians'
import { StepStrip } from './step-strip'
import { batchName } from './stop-words'

/** One host of the rollout: its steps, why it failed, and what can be done, with what follows beside it. */
export function HostSheet() {
  const { t } = useTranslation('launch')
  const ui = useLaunchActions()
  const name = useLaunchUi(({ sheet }) => sheet)
  const state = useRollout((rollout) => rollout)
  const host = name === undefined ? undefined : state.hosts[asHostName(name)]
  if (!host) return null
  const { environment, app } = state.settings
  return (
    <Sheet
      isOpen
      onClose={() => ui.openSheet(undefined)}
      title={<span className="font-mono">{host.name}</span>}
      description={`${batchName(host.batch)} · ${app} · ${environment}`}
    >
      <div className="flex flex-col gap-4">
        <HostMarks host={host} />
        <HostFailure host={host} state={state} />
        <section className="flex flex-col gap-2">
          <h3 className="text-xs font-semibold text-muted">{t('sheet.steps')}</h3>
          <StepStrip host={host} hosts={state.hosts} />
        </section>
        <HostActions host={host} state={state} />
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

function HostFailure({ host, state }: { readonly host: HostState; readonly state: RolloutState }) {
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
      <FailureLog rollout={state.settings.rollout} host={host.name} step={failure.step} attempt={attempts} />
    </section>
  )
}

function HostActions({ host, state }: { readonly host: HostState; readonly state: RolloutState }) {
  const { t } = useTranslation('launch')
  const { t: common } = useTranslation()
  const ui = useLaunchActions()
  const person = usePerson(({ person: who }) => who)
  const { settings, result } = state
  const { name, failure } = host
  const frozen = settings.hosts.find((each) => each.name === name)
  const good = failure && findGoodHost(Object.values(state.hosts), host, failure.step)
  const retry = viewOperation('retry', state, person)
  const exclusion = viewExclusion(state, name, person)
  const copy = async () => {
    if (frozen) await navigator.clipboard.writeText(sshLine(frozen, settings))
    toast(common('action.copied'))
  }
  return (
    <section className="flex flex-col gap-2">
      <h3 className="text-xs font-semibold text-muted">{t('sheet.actions')}</h3>
      <div className="flex flex-wrap gap-1.5">
        <Button
          size="sm"
          icon={SquareTerminal}
          onClick={() => ui.openLog(name, failure ? { step: failure.step } : undefined)}
        >
          {t('sheet.openLog')}
        </Button>
        {failure && good ? (
          <Button size="sm" icon={Columns2} onClick={() => ui.compare(name, good.name, failure.step)}>
            {t('sheet.compare', { host: good.name })}
          </Button>
        ) : null}
        <Button size="sm" icon={TerminalSquare} onClick={() => ui.openShell(name)}>
          {t('sheet.openShell')}
        </Button>
        <Button size="sm" icon={ClipboardCopy} onClick={() => void copy()}>
          {t('sheet.copySsh')}
        </Button>
      </div>
      <p className="text-xs text-faint">{t('sheet.shellHint')}</p>
      {result === undefined ? (
        <div className="divide-y divide-line rounded-md border border-line">
          {host.status === 'failed' ? (
            <Act
              icon={RotateCw}
              label={t('operation.retry')}
              words={retry.refusal ?? retry.consequences.join(' ')}
              refusal={retry.refusal}
              onAct={() => ui.ask({ kind: 'retry' })}
            />
          ) : null}
          <Act
            icon={UserX}
            label={t('operation.exclude')}
            words={exclusion.refusal ?? exclusion.consequences.join(' ')}
            refusal={exclusion.refusal}
            onAct={() => ui.ask({ kind: 'exclude', host: name })}
          />
        </div>
      ) : null}
      <Link
        href={routes.fleet({ app: settings.app, environment: settings.environment, host: name })}
        className="inline-flex items-center gap-1 self-start text-xs text-accent underline underline-offset-2"
      >
        {t('sheet.inFleet')}
        <ArrowUpRight aria-hidden size={13} />
      </Link>
    </section>
  )
}

/** A button with what follows from it beside it. */
function Act({
  icon,
  label,
  words,
  refusal,
  onAct,
}: {
  readonly icon: typeof RotateCw
  readonly label: string
  readonly words: string
  readonly refusal: string | undefined
  readonly onAct: () => void
}) {
  return (
    <div className="flex items-center gap-3 p-2.5">
      <p className="min-w-0 flex-1 text-xs text-muted">{words}</p>
      <Button size="sm" icon={icon} disabledBecause={refusal} onClick={onAct}>
        {label}
      </Button>
    </div>
  )
}
