import { FlaskConical } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useLocation } from 'wouter'
import { useAction, useConsole } from '../../api/queries'
import { routes } from '../../app/routes'
import { Button } from '../../ui/button'
import { CheckBox } from '../../ui/check-box'
import { formatNumber } from '../../ui/format'
import { ErrorNote } from '../../ui/notes'

/** What is made to go wrong for those who want to see it: a host of a middle batch does not come up. */
const wantedFailure = 'web-07:verify'

/** Start the demo fleet with one click; once it is up, the way to a first launch on it. */
export function DemoStart() {
  const { t } = useTranslation('board')
  const [, go] = useLocation()
  const { data: demo } = useConsole('demo:status', {})
  const start = useAction('demo:start')
  const [isFailing, setIsFailing] = useState(false)
  if (demo?.state === 'starting') return <StartProgress started={demo.startedHosts} hosts={demo.hosts} />
  if (demo?.state === 'running') {
    const { app, environment, newVersion } = demo
    return (
      <Button tone="primary" onClick={() => go(routes.newLaunch({ app, environment, version: newVersion }))}>
        {t('demo.launch', { app, version: newVersion })}
      </Button>
    )
  }
  return (
    <div className="flex flex-col gap-3">
      <CheckBox isChecked={isFailing} onChange={setIsFailing} label={t('demo.fail')} hint={t('demo.failHint')} />
      <div>
        <Button
          tone="primary"
          icon={FlaskConical}
          isBusy={start.isPending}
          disabledBecause={demo?.state === 'unavailable' ? t('demo.unavailable') : undefined}
          onClick={() => start.mutate({ fail: isFailing ? [wantedFailure] : [] })}
        >
          {t('demo.start')}
        </Button>
      </div>
      <ErrorNote error={start.error ?? undefined} />
      {demo?.problem === undefined ? null : <p className="text-xs text-red-fg">{demo.problem}</p>}
    </div>
  )
}

/** How many of the demo hosts are up. */
export function StartProgress({ started, hosts }: { readonly started: number; readonly hosts: number }) {
  const { t } = useTranslation('board')
  const text = t('demo.starting', { started: formatNumber(started), hosts: formatNumber(hosts) })
  return (
    <div role="status">
      <p className="text-sm text-muted tabular">{text}</p>
      <div aria-hidden className="mt-2 h-1.5 overflow-hidden rounded-full bg-sunken">
        <div
          className="h-full bg-blue-fg transition-[width] duration-150"
          style={{ width: `${hosts === 0 ? 0 : (started / hosts) * 100}%` }}
        />
      </div>
    </div>
  )
}
