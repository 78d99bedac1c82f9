import { Rocket } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { Link } from 'wouter'
import { routes } from '../../app/routes'
import { useConsole } from '../../api/queries'
import { EmptyNote, ErrorNote, LoadingNote } from '../../ui/notes'
import { LaunchForm } from './launch-form'

/** Put a launch together, with its plan always in sight. */
export function NewLaunchScreen() {
  const { t } = useTranslation('newLaunch')
  const apps = useConsole('app:list', {})
  return (
    <div className="flex min-h-0 flex-1 flex-col">
      <header className="flex h-12 shrink-0 items-baseline gap-3 px-6 pt-3">
        <h1 className="text-lg font-semibold">{t('title')}</h1>
        <p className="min-w-0 truncate text-xs text-muted">{t('subtitle')}</p>
      </header>
      {apps.error ? (
        <ErrorNote error={apps.error} onRetry={() => void apps.refetch()} className="mx-6" />
      ) : apps.data === undefined ? (
        <LoadingNote what={t('loadingApps')} />
      ) : apps.data.length === 0 ? (
        <EmptyNote icon={Rocket} title={t('empty.title')}>
          <p>{t('empty.what')}</p>
          <p className="mt-2 flex justify-center gap-4">
            <Link href={routes.board()} className="text-accent hover:underline">
              {t('empty.board')}
            </Link>
            <Link href={routes.fleet()} className="text-accent hover:underline">
              {t('empty.fleet')}
            </Link>
          </p>
        </EmptyNote>
      ) : (
        <LaunchForm apps={apps.data} />
      )}
    </div>
  )
}
