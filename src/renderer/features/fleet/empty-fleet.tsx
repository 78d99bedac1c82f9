import { Layers, SearchX, Server } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { Output } from '../../../shared/ipc/contract'
import { Button } from '../../ui/button'
import { EmptyNote } from '../../ui/notes'
import { openFleetDialog } from './fleet-dialogs'
import type { FleetPlace } from './fleet-place'

/** Why there are no hosts here, and what to do about it. */
export function EmptyFleet({ board, place }: { readonly board: Output<'board:show'>; readonly place: FleetPlace }) {
  const { t } = useTranslation('fleet')
  const { app, environment } = place
  if (app !== undefined && !board.apps.some((each) => each.app === app)) {
    return (
      <EmptyNote icon={SearchX} title={t('empty.noApp', { app })}>
        {t('empty.noAppWhat')}
      </EmptyNote>
    )
  }
  if (app === undefined || environment !== undefined) return <NoHosts app={app} environment={environment} />
  if (board.cells.some((cell) => cell.app === app)) return <NoHosts app={app} environment={undefined} />
  return (
    <EmptyNote icon={Layers} title={t('empty.noEnvironments', { app })}>
      <p>{t('empty.noEnvironmentsWhat')}</p>
      <div className="mt-4">
        <Button onClick={() => openFleetDialog({ kind: 'environment', app })}>{t('actions.addEnvironment')}</Button>
      </div>
    </EmptyNote>
  )
}

function NoHosts({ app, environment }: { readonly app: string | undefined; readonly environment: string | undefined }) {
  const { t } = useTranslation('fleet')
  const where = [app, environment].filter(Boolean).join(' · ') || t('title')
  return (
    <EmptyNote icon={Server} title={t('empty.noHosts', { where })}>
      <p>{t('empty.noHostsWhat')}</p>
      {app === undefined || environment === undefined ? null : (
        <div className="mt-4 flex justify-center gap-2">
          <Button onClick={() => openFleetDialog({ kind: 'host', app, environment })}>{t('actions.addHost')}</Button>
          <Button onClick={() => openFleetDialog({ kind: 'import', app, environment })}>{t('actions.import')}</Button>
        </div>
      )}
    </EmptyNote>
  )
}
