import { Eye, ShieldCheck, TriangleAlert } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { Output } from '../../../shared/ipc/contract'
import { queryClient, useAction } from '../../api/queries'
import { Badge } from '../../ui/badge'
import { Button } from '../../ui/button'
import { cn } from '../../ui/cn'
import { Field, TextInput } from '../../ui/field'
import { Ago } from '../../ui/moment'
import { ErrorNote, Note } from '../../ui/notes'
import { Segmented } from '../../ui/segmented'
import { Select } from '../../ui/select'
import { HostPicker } from './host-picker'
import { useLaunch } from './launch-context'
import { BusyLink, RefusalNote } from './refusal-note'
import { isServingNow, oldestLookMs } from './serving'
import { StepSection } from './step-section'

/** Where it goes: the cluster, the hosts that are left out, and who serves there now. */
export function StepWhere({ apps }: { readonly apps: Output<'app:list'> }) {
  const { t } = useTranslation('newLaunch')
  const { draft, isProtected, busyWith } = useLaunch()
  const environments = apps.find(({ app }) => app === draft.app)?.environments ?? []
  return (
    <StepSection
      number={2}
      title={t('where.title')}
      aside={
        isProtected ? (
          <Badge tone="violet" icon={ShieldCheck}>
            {t('where.protected')}
          </Badge>
        ) : undefined
      }
    >
      {draft.app === '' ? (
        <p className="text-sm text-faint">{t('where.chooseAppFirst')}</p>
      ) : (
        <EnvironmentChoice environments={environments} />
      )}
      {busyWith === undefined ? (
        <RefusalNote places={['environment']} />
      ) : (
        <Note tone="amber" icon={TriangleAlert}>
          <p>{t('where.busy')}</p>
          <BusyLink rollout={busyWith} />
        </Note>
      )}
      {draft.app === '' || draft.environment === '' ? null : (
        <>
          <ServingNow />
          <LeaveOut />
        </>
      )}
    </StepSection>
  )
}

/** More of them are easier to find in a list. */
const mostInSight = 4

function EnvironmentChoice({ environments }: { readonly environments: Output<'app:list'>[number]['environments'] }) {
  const { t } = useTranslation('newLaunch')
  const { t: common } = useTranslation()
  const { draft, aim } = useLaunch()
  const choose = (environment: string) => aim({ environment })
  if (environments.length === 0) return <p className="text-sm text-faint">{t('where.noEnvironments')}</p>
  if (environments.length > mostInSight) {
    return (
      <Field label={t('where.environment')}>
        <Select
          value={draft.environment === '' ? undefined : draft.environment}
          placeholder={t('where.chooseEnvironment')}
          onChange={choose}
          options={environments.map(({ name, hosts }) => ({
            value: name,
            label: name,
            note: common('host', { count: hosts }),
          }))}
        />
      </Field>
    )
  }
  return (
    <Segmented
      label={t('where.environment')}
      value={draft.environment}
      onChange={choose}
      className="self-start"
      options={environments.map(({ name, hosts }) => ({
        value: name,
        label: (
          <>
            {name}
            <span className="text-faint tabular">{hosts}</span>
          </>
        ),
      }))}
    />
  )
}

function ServingNow() {
  const { t } = useTranslation('newLaunch')
  const { draft, plan, hosts } = useLaunch()
  const look = useAction('plan:make')
  const lookedMs = oldestLookMs(hosts)
  const down = hosts.filter((host) => !isServingNow(host))
  const seen = hosts.filter(({ observedAtMs }) => observedAtMs !== undefined).length
  const { app, environment, version } = draft
  const lookNow = () =>
    look.mutate(
      { app, environment, version: version.trim() || '?', live: true },
      {
        onSettled: () =>
          void queryClient.invalidateQueries({ predicate: ({ queryKey: [name] }) => lookedAt.has(name) }),
      },
    )
  return (
    <div className="flex flex-col gap-2">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
        <p className="text-sm">
          {plan ? (
            <span className="font-medium tabular">
              {t('where.serving', { count: plan.serving, hosts: hosts.length })}
            </span>
          ) : null}
          <span className={cn('text-muted', hosts.length === 0 && 'invisible')}>
            {plan ? ' · ' : ''}
            {lookedMs === undefined ? (
              t('where.neverLooked', { seen, hosts: hosts.length })
            ) : (
              <>
                {t('where.looked')} <Ago atMs={lookedMs} />
              </>
            )}
          </span>
        </p>
        <Button size="sm" icon={Eye} isBusy={look.isPending} onClick={lookNow} className="ml-auto">
          {look.isPending ? t('where.looking', { count: hosts.length }) : t('where.look')}
        </Button>
      </div>
      {down.length === 0 ? null : (
        <ul className="max-h-24 overflow-y-auto rounded-md border border-orange-line bg-orange-bg px-3 py-1.5 text-xs">
          {down.map(({ name, problem }) => (
            <li key={name} className="flex gap-2 py-0.5">
              <span className="shrink-0 font-mono text-orange-fg">{name}</span>
              <span className="min-w-0 truncate text-muted" title={problem}>
                {problem ?? t('where.outOfTraffic')}
              </span>
            </li>
          ))}
        </ul>
      )}
      <ErrorNote error={look.error} />
    </div>
  )
}

/** What a live look at the hosts makes old. */
const lookedAt: ReadonlySet<unknown> = new Set(['plan:make', 'host:list', 'board:show'])

function LeaveOut() {
  const { t } = useTranslation('newLaunch')
  const { draft, change, hosts } = useLaunch()
  return (
    <div className="flex flex-col gap-2">
      <HostPicker hosts={hosts} chosen={draft.exclude} onChange={(exclude) => change({ exclude })} />
      {draft.exclude.length === 0 ? null : (
        <Field label={t('where.reason')} hint={t('where.reasonHint')}>
          <TextInput
            value={draft.excludeReason}
            placeholder={t('where.reasonPlaceholder')}
            onChange={(event) => change({ excludeReason: event.target.value })}
          />
        </Field>
      )}
      <RefusalNote places={['exclude', 'reason']} />
    </div>
  )
}
