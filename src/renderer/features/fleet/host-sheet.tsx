import { Pencil, PlugZap, SquareTerminal, Trash2 } from 'lucide-react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { WireHost } from '../../../shared/ipc/requests/inventory-requests'
import { Button, IconButton } from '../../ui/button'
import { Sheet } from '../../ui/dialog'
import { formatDuration } from '../../ui/format'
import { Ago } from '../../ui/moment'
import { Note } from '../../ui/notes'
import { ConditionMark } from './condition-mark'
import { openFleetDialog } from './fleet-dialogs'
import { startChecks, useHostChecks } from './host-checks'
import { addressText, healthOf, hostKey, isOut } from './host-condition'
import { HostDebts } from './host-debts'
import { HostHistory } from './host-history'
import { openShell } from './shell-dock'

/** One host: what it is, how it is, what is owed, what rollouts did to it, and what can be done. */
export function HostSheet({ host, onClose }: { readonly host: WireHost; readonly onClose: () => void }) {
  const { t } = useTranslation('fleet')
  const { t: common } = useTranslation()
  const { app, environment, name } = host
  const isChecking = useHostChecks(({ run }) => run !== undefined && run.finishedAtMs === undefined)
  const footer = (
    <>
      <IconButton
        icon={Trash2}
        label={common('action.remove')}
        size="md"
        className="mr-auto"
        onClick={() => openFleetDialog({ kind: 'remove-hosts', app, environment, hosts: [name] })}
      />
      <Button icon={Pencil} onClick={() => openFleetDialog({ kind: 'host', app, environment, host: name })}>
        {common('action.edit')}
      </Button>
      <Button
        icon={SquareTerminal}
        title={t('sheet.shellWhat')}
        onClick={() => {
          openShell(host)
          onClose()
        }}
      >
        {t('sheet.openShell')}
      </Button>
      <Button
        icon={PlugZap}
        disabledBecause={isChecking ? t('check.running') : undefined}
        onClick={() => startChecks([host])}
      >
        {t('sheet.test')}
      </Button>
    </>
  )
  return (
    <Sheet isOpen onClose={onClose} title={name} description={`${app} · ${environment}`} footer={footer}>
      <div className="flex flex-col gap-5">
        <HostVerdict host={host} />
        <Part title={t('sheet.facts')}>
          <HostFacts host={host} />
        </Part>
        {host.debts.length === 0 ? null : (
          <Part title={t('sheet.debts')}>
            <HostDebts host={host} />
          </Part>
        )}
        <Part title={t('sheet.history')}>
          <HostHistory host={host} />
        </Part>
      </div>
    </Sheet>
  )
}

function Part({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <section aria-label={title}>
      <h3 className="mb-2 text-xs font-semibold text-muted">{title}</h3>
      {children}
    </section>
  )
}

/** What the last connect test, or else the last look, said. */
function HostVerdict({ host }: { readonly host: WireHost }) {
  const { t } = useTranslation('fleet')
  const verdict = useHostChecks(({ verdicts }) => verdicts.get(hostKey(host)))
  const isAsked = useHostChecks(({ checking }) => checking.has(hostKey(host)))
  if (isAsked) return <Note tone="blue">{t('check.asking')}</Note>
  if (verdict && !verdict.ok) return <Note tone="red">{verdict.problem ?? t('check.failed')}</Note>
  if (verdict) {
    const { latencyMs, server } = verdict
    const text = latencyMs === undefined ? t('check.ok') : t('check.okIn', { time: formatDuration(latencyMs) })
    return <Note tone="green">{server === undefined ? text : `${text} · ${server}`}</Note>
  }
  if (host.problem === undefined) return null
  return (
    <Note tone="red">
      <span className="font-medium">{`${t('sheet.problem')}: `}</span>
      {host.problem}
    </Note>
  )
}

function HostFacts({ host }: { readonly host: WireHost }) {
  const { t } = useTranslation('fleet')
  const { t: common } = useTranslation()
  const labels = Object.entries(host.labels)
  const facts: readonly (readonly [string, ReactNode])[] = [
    [
      t('sheet.address'),
      <code key="address" className="font-mono text-xs">
        {addressText(host)}
      </code>,
    ],
    ...(host.user === undefined ? [] : [[t('sheet.user'), host.user] as const]),
    [
      t('sheet.labels'),
      labels.length === 0 ? common('none') : labels.map(([key, value]) => `${key}:${value}`).join(', '),
    ],
    ...(host.isCanary ? [[t('field.canary'), t('field.canaryHint')] as const] : []),
    [
      t('sheet.version'),
      <code key="version" className="font-mono text-xs">
        {host.version ?? common('unknown')}
      </code>,
    ],
    [t('sheet.health'), <ConditionMark key="health" condition={healthOf(host)} />],
    [
      t('sheet.serving'),
      isOut(host) ? (
        <ConditionMark key="serving" condition="out" />
      ) : (
        t(host.isServing ? 'serving.yes' : 'condition.unknown')
      ),
    ],
    [t('sheet.seen'), host.observedAtMs === undefined ? t('sheet.never') : <Ago key="seen" atMs={host.observedAtMs} />],
  ]
  return (
    <dl className="grid grid-cols-[7rem_minmax(0,1fr)] gap-x-3 gap-y-1.5 text-sm">
      {facts.map(([name, value]) => (
        <div key={name} className="contents">
          <dt className="text-muted">{name}</dt>
          <dd className="min-w-0 break-words">{value}</dd>
        </div>
      ))}
    </dl>
  )
}
