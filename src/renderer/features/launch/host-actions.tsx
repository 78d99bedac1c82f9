import { ArrowUpRight, ClipboardCopy, Columns2, RotateCw, SquareTerminal, TerminalSquare, UserX } from 'lucide-react'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'wouter'
import type { HostState } from '../../../shared/domain/rollout-state'
import { phaseOf } from '../../../shared/domain/rollout-view'
import { routes } from '../../app/routes'
import { usePerson } from '../../stores/person-store'
import { useRollout } from '../../stores/rollouts'
import { Button } from '../../ui/button'
import { toast } from '../../ui/toaster'
import { useLaunchActions } from './launch-ui'
import { viewExclusion, viewOperation } from './operations'
import { sshLine } from './ssh-line'
import { findGoodHost } from './step-medians'
import { useStateNow } from './use-now-state'

/** What can be done with a host, with what follows beside it. */
export function HostActions({ host }: { readonly host: HostState }) {
  const { t } = useTranslation('launch')
  const { t: common } = useTranslation()
  const ui = useLaunchActions()
  const person = usePerson(({ person: who }) => who)
  const stateNow = useStateNow()
  const settings = useRollout((state) => state.settings)
  const phase = useRollout(phaseOf)
  const isOver = useRollout(({ result }) => result !== undefined)
  const { name, failure } = host
  const frozen = settings.hosts.find((each) => each.name === name)
  // told anew when this host or the phase is another one; other hosts change many times a second
  const { good, retry, exclusion } = useMemo(() => {
    const state = stateNow()
    return {
      good: failure && findGoodHost(Object.values(state.hosts), host, failure.step),
      retry: viewOperation('retry', state, person),
      exclusion: viewExclusion(state, name, person),
    }
  }, [stateNow, host, failure, name, person, phase])
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
      {isOver ? null : (
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
      )}
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
