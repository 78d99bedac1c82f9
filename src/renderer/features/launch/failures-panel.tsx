import { Columns2, SquareTerminal } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { useShallow } from 'zustand/react/shallow'
import type { HostState } from '../../../shared/domain/rollout-state'
import { useRollout } from '../../stores/rollouts'
import { Button, IconButton } from '../../ui/button'
import { stepFailureText } from '../../ui/engine-text'
import { Panel } from '../../ui/panel'
import { useLaunchActions } from './launch-ui'
import { findGoodHost } from './step-medians'
import { useStateNow } from './use-now-state'

const mostRows = 50

/** Hosts that failed, with the reason and what can be done; nothing while all goes well. */
export function FailuresPanel() {
  const { t } = useTranslation('launch')
  const failed = useRollout(useShallow(({ hosts }) => Object.values(hosts).filter(({ status }) => status === 'failed')))
  const isOver = useRollout(({ result }) => result !== undefined)
  const ui = useLaunchActions()
  if (failed.length === 0) return null
  return (
    <Panel
      title={<span className="text-red-fg">{t('failures.title', { count: failed.length })}</span>}
      aria-label={t('failures.title', { count: failed.length })}
      bodyClassName="max-h-56 overflow-y-auto p-0"
      className="shrink-0 border-red-line"
      aside={
        isOver ? null : (
          <Button size="sm" onClick={() => ui.ask({ kind: 'retry' })}>
            {t('operation.retry')}
          </Button>
        )
      }
    >
      <ul className="divide-y divide-line">
        {failed.slice(0, mostRows).map((host) => (
          <Failure key={host.name} host={host} isOver={isOver} />
        ))}
      </ul>
    </Panel>
  )
}

function Failure({ host, isOver }: { readonly host: HostState; readonly isOver: boolean }) {
  const { t } = useTranslation('launch')
  const { t: common } = useTranslation()
  const ui = useLaunchActions()
  const stateNow = useStateNow()
  const { name, failure } = host
  const step = failure?.step
  const compare = () => {
    const good = step && findGoodHost(Object.values(stateNow().hosts), host, step)
    if (step && good) ui.compare(name, good.name, step)
    else ui.openLog(name)
  }
  return (
    <li className="flex items-start gap-2 px-3 py-2">
      <button
        type="button"
        onClick={() => ui.openSheet(name)}
        className="min-w-0 flex-1 rounded-sm text-left hover:underline"
      >
        <span className="font-mono text-xs font-medium">{name}</span>
        {step ? <span className="text-xs text-red-fg">{` · ${common(`step.${step}`)}`}</span> : null}
        <span className="line-clamp-2 text-xs break-words text-muted">
          {failure ? stepFailureText(failure.code, failure.reason) : null}
        </span>
      </button>
      <IconButton icon={Columns2} label={t('failures.compare')} onClick={compare} />
      <IconButton
        icon={SquareTerminal}
        label={t('failures.log')}
        onClick={() => ui.openLog(name, step ? { step } : undefined)}
      />
      {isOver ? null : (
        <Button size="sm" tone="quiet" onClick={() => ui.ask({ kind: 'exclude', host: name })}>
          {t('operation.exclude')}
        </Button>
      )}
    </li>
  )
}
