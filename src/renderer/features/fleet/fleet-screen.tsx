import { Server } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { useConsole } from '../../api/queries'
import { Button } from '../../ui/button'
import { EmptyNote, ErrorNote, LoadingNote } from '../../ui/notes'
import { PageHeader } from '../../ui/page-header'
import { FleetDialogHost } from './fleet-dialog-host'
import { openFleetDialog } from './fleet-dialogs'
import { useFleetPlace } from './fleet-place'
import { FleetTree } from './fleet-tree'
import { HostList } from './host-list'
import { ShellDock } from './shell-dock'

/** Apps, environments, clusters and hosts: what is released to. */
export function FleetScreen() {
  const { t } = useTranslation('fleet')
  const [place, go] = useFleetPlace()
  const { data: board, error, refetch } = useConsole('board:show', {})
  if (board && board.apps.length > 0) {
    return (
      <>
        <HostList key={`${place.app} ${place.environment}`} board={board} place={place} onGo={go}>
          <FleetTree board={board} place={place} />
        </HostList>
        <ShellDock />
        <FleetDialogHost />
      </>
    )
  }
  return (
    <>
      <PageHeader title={t('title')} />
      {error ? (
        <ErrorNote error={error} onRetry={() => void refetch()} className="m-4" />
      ) : board ? (
        <EmptyNote icon={Server} title={t('empty.noApps')}>
          <p>{t('empty.noAppsWhat')}</p>
          <div className="mt-4 flex justify-center gap-2">
            <Button onClick={() => openFleetDialog({ kind: 'app', andImport: false })}>{t('actions.addApp')}</Button>
            <Button tone="primary" onClick={() => openFleetDialog({ kind: 'file' })}>
              {t('actions.openFile')}
            </Button>
          </div>
        </EmptyNote>
      ) : (
        <LoadingNote what={t('what')} />
      )}
      <FleetDialogHost />
    </>
  )
}
