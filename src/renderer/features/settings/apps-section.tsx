import { Download, Package, Trash2 } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useLocation } from 'wouter'
import type { Output } from '../../../shared/ipc/contract'
import { line } from '../../api/line'
import { useConsole } from '../../api/queries'
import { routes } from '../../app/routes'
import { Button } from '../../ui/button'
import { ConfirmDialog } from '../../ui/confirm-dialog'
import { EmptyNote, ErrorNote, LoadingNote } from '../../ui/notes'
import { saveFile } from '../../ui/save-file'
import { SectionPage } from './section-page'

type App = Output<'app:list'>[number]

/** The apps that are described, to be written out or forgotten. */
export function AppsSection() {
  const { t } = useTranslation('settings')
  const { data, error, refetch } = useConsole('app:list', {})
  const [asked, setAsked] = useState<App>()
  return (
    <SectionPage name="apps" lead={t('apps.lead')}>
      <ErrorNote error={error} onRetry={() => void refetch()} />
      {data || error ? null : <LoadingNote what={t('apps.what')} />}
      {data?.length === 0 ? <NoApps /> : null}
      {data && data.length > 0 ? (
        <ul aria-label={t('section.apps')} className="divide-y divide-line rounded-lg border border-line bg-surface">
          {data.map((app) => (
            <AppRow key={app.app} app={app} onForget={() => setAsked(app)} />
          ))}
        </ul>
      ) : null}
      <ForgetDialog asked={asked} onClose={() => setAsked(undefined)} />
    </SectionPage>
  )
}

function NoApps() {
  const { t } = useTranslation('settings')
  const [, go] = useLocation()
  return (
    <div className="rounded-lg border border-line bg-surface">
      <EmptyNote icon={Package} title={t('apps.none')}>
        <p className="mb-3">{t('apps.noneWhat')}</p>
        <Button onClick={() => go(routes.fleet())}>{t('apps.goToFleet')}</Button>
      </EmptyNote>
    </div>
  )
}

const hostsOf = (app: App | undefined) => app?.environments.reduce((sum, { hosts }) => sum + hosts, 0) ?? 0

function AppRow({ app, onForget }: { readonly app: App; readonly onForget: () => void }) {
  const { t } = useTranslation('settings')
  const { t: common } = useTranslation()
  const [error, setError] = useState<unknown>()
  const save = async () => {
    setError(undefined)
    try {
      const { text } = await line.request('spec:export', { app: app.app })
      saveFile({ fileName: `${app.app}.lastmile.yml`, mediaType: 'application/yaml', text })
    } catch (failure) {
      setError(failure)
    }
  }
  const facts = [
    t('apps.environment', { count: app.environments.length }),
    common('host', { count: hostsOf(app) }),
    ...(app.owner === undefined ? [] : [t('apps.owner', { owner: app.owner })]),
  ]
  return (
    <li className="px-4 py-3">
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <div className="min-w-0 flex-1">
          <h3 className="truncate text-sm font-medium">{app.app}</h3>
          <p className="text-xs text-muted">{facts.join(' · ')}</p>
        </div>
        <Button size="sm" icon={Download} aria-label={t('apps.exportOf', { app: app.app })} onClick={() => void save()}>
          {t('apps.export')}
        </Button>
        <Button
          size="sm"
          tone="quiet"
          icon={Trash2}
          aria-label={t('apps.removeOf', { app: app.app })}
          onClick={onForget}
        >
          {t('apps.remove')}
        </Button>
      </div>
      <ErrorNote error={error} className="mt-2" />
    </li>
  )
}

function ForgetDialog({ asked, onClose }: { readonly asked: App | undefined; readonly onClose: () => void }) {
  const { t } = useTranslation('settings')
  const app = asked?.app ?? ''
  return (
    <ConfirmDialog
      isOpen={asked !== undefined}
      onClose={onClose}
      title={t('apps.removeTitle', { app })}
      confirm={t('apps.removeConfirm', { app })}
      onConfirm={() => line.request('app:remove', { app })}
    >
      <p>{t('apps.removeWhat', { count: hostsOf(asked) })}</p>
      <p>{t('apps.removeKept')}</p>
      <p className="text-muted">{t('apps.removeAdvice')}</p>
    </ConfirmDialog>
  )
}
