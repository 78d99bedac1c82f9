import { FlaskConical } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useLocation } from 'wouter'
import { line } from '../../api/line'
import { useConsole } from '../../api/queries'
import { routes } from '../../app/routes'
import { Button } from '../../ui/button'
import { ConfirmDialog } from '../../ui/confirm-dialog'
import { formatNumber } from '../../ui/format'
import { StartProgress } from './demo-start'

/** Says quietly that the demo fleet is up, and how to be rid of it. */
export function DemoStrip({
  isInUse,
  isNew,
  version,
}: {
  /** A rollout over it is in progress. */
  readonly isInUse: boolean
  /** Nothing was released yet: this is how one begins. */
  readonly isNew: boolean
  /** What most of its hosts run. */
  readonly version: string | undefined
}) {
  const { t } = useTranslation('board')
  const [, go] = useLocation()
  const { data: demo } = useConsole('demo:status', {})
  const [isAsking, setIsAsking] = useState(false)
  if (demo?.state === 'starting') return <StartProgress started={demo.startedHosts} hosts={demo.hosts} />
  if (demo?.state !== 'running') return null
  const { app, environment, newVersion, hosts, fail } = demo
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-2 rounded-lg border border-line bg-sunken px-4 py-2 text-sm text-muted">
      <FlaskConical aria-hidden size={15} className="shrink-0" />
      <p className="min-w-0 flex-1">
        {t('demo.running', { app, environment, count: hosts, shown: formatNumber(hosts) })}
        {fail.length === 0 ? null : ` ${t('demo.failing', { faults: fail.join(', ') })}`}
      </p>
      {isInUse || version === newVersion ? null : (
        <Button
          size="sm"
          tone={isNew ? 'primary' : 'plain'}
          onClick={() => go(routes.newLaunch({ app, environment, version: newVersion }))}
        >
          {t('demo.launch', { app, version: newVersion })}
        </Button>
      )}
      <Button size="sm" tone="quiet" onClick={() => setIsAsking(true)}>
        {t('demo.stop')}
      </Button>
      <ConfirmDialog
        isOpen={isAsking}
        onClose={() => setIsAsking(false)}
        title={t('demo.stopTitle')}
        confirm={t('demo.stop')}
        onConfirm={() => line.request('demo:stop', {})}
      >
        <p>{t('demo.stopWhat', { count: hosts, shown: formatNumber(hosts) })}</p>
        <p>{t('demo.stopKept', { app })}</p>
        {isInUse ? <p className="text-orange-fg">{t('demo.stopInUse', { app })}</p> : null}
      </ConfirmDialog>
    </div>
  )
}
