import { Columns2, X } from 'lucide-react'
import { memo } from 'react'
import { useTranslation } from 'react-i18next'
import { useShallow } from 'zustand/react/shallow'
import { useRollout, useRolloutHost } from '../../stores/rollouts'
import { HostStatusBadge } from '../../ui/badge'
import { IconButton } from '../../ui/button'
import { cn } from '../../ui/cn'
import { LogPane } from '../../terminal/log-pane'
import { ShellPane } from '../../terminal/shell-pane'
import type { DockTab } from './dock-state'
import { useLaunchActions, useLaunchUi } from './launch-ui'
import { findGoodHost } from './step-medians'
import { useStateNow } from './use-now-state'

/** One pane of the dock. `place`: where it stands; below zero it is out of sight. */
export const DockPane = memo(function DockPane({ tab, place }: { readonly tab: DockTab; readonly place: number }) {
  const { t } = useTranslation('launch')
  const ui = useLaunchActions()
  const { key, kind, host } = tab
  const where = useRollout(
    useShallow(({ settings }) => ({ rollout: settings.rollout, app: settings.app, environment: settings.environment })),
  )
  const reveal = useLaunchUi(({ dock }) => dock.reveals[key])
  const failedStep = useRolloutHost(host)?.failure?.step
  const close = (
    <IconButton
      icon={X}
      label={t('dock.closeTab', { host })}
      onClick={() => ui.closeTab(key)}
      className="order-last h-6 w-6"
    />
  )
  const tools = (
    <>
      {kind === 'log' && failedStep ? <Compare host={host} /> : null}
      {close}
    </>
  )
  return (
    <div className={cn('flex min-h-0 min-w-0', place < 0 && 'hidden')} style={{ order: place }}>
      {kind === 'log' ? (
        <LogPane
          rollout={where.rollout}
          host={host}
          title={<PaneTitle host={host} />}
          tools={tools}
          failedStep={failedStep}
          reveal={reveal}
          className="flex-1"
        />
      ) : (
        <ShellPane {...where} host={host} tools={tools} className="flex-1" />
      )}
    </div>
  )
})

function PaneTitle({ host: name }: { readonly host: string }) {
  const { t: common } = useTranslation()
  const host = useRolloutHost(name)
  return (
    <>
      <span className="truncate font-mono font-medium">{name}</span>
      {host?.step && host.status !== 'succeeded' ? (
        <span className="truncate text-muted">{common(`step.${host.step}`)}</span>
      ) : null}
      {host ? <HostStatusBadge status={host.status} /> : null}
    </>
  )
}

/** The same step of a host on which it went well, beside the one that failed. */
function Compare({ host: name }: { readonly host: string }) {
  const { t } = useTranslation('launch')
  const ui = useLaunchActions()
  const stateNow = useStateNow()
  const compare = () => {
    const { hosts } = stateNow()
    const failed = Object.values(hosts).find((each) => each.name === name)
    const step = failed?.failure?.step
    const good = failed && step && findGoodHost(Object.values(hosts), failed, step)
    if (good && step) ui.compare(name, good.name, step)
  }
  return <IconButton icon={Columns2} label={t('failures.compare')} onClick={compare} className="h-6 w-6" />
}
