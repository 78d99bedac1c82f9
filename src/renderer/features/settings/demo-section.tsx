import { FlaskConical } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useLocation } from 'wouter'
import type { DemoStatus } from '../../../shared/ipc/requests/console-requests'
import { line } from '../../api/line'
import { useAction, useConsole } from '../../api/queries'
import { routes } from '../../app/routes'
import { Badge } from '../../ui/badge'
import { Button } from '../../ui/button'
import { ConfirmDialog } from '../../ui/confirm-dialog'
import { Field, TextArea, TextInput } from '../../ui/field'
import { formatNumber } from '../../ui/format'
import { ErrorNote, LoadingNote, Note } from '../../ui/notes'
import { Prose } from '../../ui/prose'
import type { Tone } from '../../ui/tone'
import { demoHosts, parseFaults, parseHostCount } from './demo-wishes'
import { Row, Rows, SectionPage } from './section-page'

const tones = { unavailable: 'grey', off: 'slate', starting: 'blue', running: 'green' } as const satisfies Record<
  DemoStatus['state'],
  Tone
>

/** The embedded fleet: start it as large and as faulty as wanted, and stop it. */
export function DemoSection() {
  const { t } = useTranslation('settings')
  const { data, error, refetch } = useConsole('demo:status', {})
  return (
    <SectionPage name="demo" lead={t('demo.lead')}>
      <ErrorNote error={error} onRetry={() => void refetch()} />
      {data || error ? null : <LoadingNote what={t('demo.what')} />}
      {data ? (
        <>
          <Rows>
            <Row
              label={t('demo.state')}
              hint={data.state === 'unavailable' ? <Prose text={t('demo.unavailable')} /> : undefined}
            >
              <Badge tone={tones[data.state]}>{t(`demo.states.${data.state}`)}</Badge>
            </Row>
            {data.state === 'running' ? <RunningFleet demo={data} /> : null}
            {data.state === 'starting' ? <Starting demo={data} /> : null}
          </Rows>
          {data.problem === undefined ? null : <Note tone="red">{data.problem}</Note>}
          {data.state === 'off' ? <StartForm /> : null}
        </>
      ) : null}
    </SectionPage>
  )
}

function Starting({ demo: { startedHosts, hosts } }: { readonly demo: DemoStatus }) {
  const { t } = useTranslation('settings')
  const text = t('demo.starting', { started: formatNumber(startedHosts), hosts: formatNumber(hosts) })
  return (
    <div className="px-4 py-3">
      <p role="status" className="text-sm tabular">
        {text}
      </p>
      <div aria-hidden className="mt-2 h-1.5 overflow-hidden rounded-full bg-sunken">
        <div
          className="h-full bg-blue-fg transition-[width] duration-150"
          style={{ width: `${hosts === 0 ? 0 : (startedHosts / hosts) * 100}%` }}
        />
      </div>
    </div>
  )
}

function RunningFleet({ demo }: { readonly demo: DemoStatus }) {
  const { t } = useTranslation('settings')
  const [, go] = useLocation()
  const { data: board } = useConsole('board:show', {})
  const [isAsking, setIsAsking] = useState(false)
  const { app, environment, installedVersion, newVersion, hosts, fail } = demo
  const isInUse = board?.open.some((open) => open.app === app && open.environment === environment)
  return (
    <div className="flex flex-col gap-3 px-4 py-3 text-sm">
      <div>
        <p>{t('demo.running', { count: hosts, app, environment })}</p>
        <p className="text-muted">{t('demo.versions', { installed: installedVersion, next: newVersion })}</p>
        {fail.length === 0 ? null : <p className="text-orange-fg">{t('demo.failing', { faults: fail.join(', ') })}</p>}
      </div>
      <div className="flex gap-2">
        <Button onClick={() => go(routes.newLaunch({ app, environment, version: newVersion }))}>
          {t('demo.launch', { app, version: newVersion })}
        </Button>
        <Button onClick={() => setIsAsking(true)}>{t('demo.stop')}</Button>
      </div>
      <ConfirmDialog
        isOpen={isAsking}
        onClose={() => setIsAsking(false)}
        title={t('demo.stopTitle')}
        confirm={t('demo.stop')}
        onConfirm={() => line.request('demo:stop', {})}
      >
        <p>{t('demo.stopWhat')}</p>
        {isInUse ? <p className="text-orange-fg">{t('demo.stopRollout')}</p> : null}
      </ConfirmDialog>
    </div>
  )
}

function StartForm() {
  const { t } = useTranslation('settings')
  const start = useAction('demo:start')
  const [hostsText, setHostsText] = useState(String(demoHosts.usual))
  const [faultsText, setFaultsText] = useState('')
  const hosts = parseHostCount(hostsText)
  const wrong = hosts === undefined ? t('demo.hostsWrong', demoHosts) : undefined
  return (
    <form
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault()
        if (hosts !== undefined) start.mutate({ hosts, fail: parseFaults(faultsText) })
      }}
    >
      <Field label={t('demo.hosts')} hint={t('demo.hostsHint', demoHosts)} error={wrong} className="w-40">
        <TextInput inputMode="numeric" value={hostsText} onChange={(event) => setHostsText(event.target.value)} />
      </Field>
      <Field label={t('demo.faults')} hint={t('demo.faultsHint')} className="max-w-120">
        <TextArea
          rows={2}
          className="font-mono"
          value={faultsText}
          onChange={(event) => setFaultsText(event.target.value)}
        />
      </Field>
      <ErrorNote error={start.error} />
      <div>
        <Button type="submit" tone="primary" icon={FlaskConical} isBusy={start.isPending} disabledBecause={wrong}>
          {t('demo.start', { count: hosts ?? demoHosts.usual })}
        </Button>
      </div>
    </form>
  )
}
