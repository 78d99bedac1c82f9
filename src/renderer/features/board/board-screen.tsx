import { Rocket } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { useLocation } from 'wouter'
import { useConsole } from '../../api/queries'
import { routes } from '../../app/routes'
import type { Output } from '../../../shared/ipc/contract'
import { Button } from '../../ui/button'
import { ErrorNote, LoadingNote } from '../../ui/notes'
import { PageHeader } from '../../ui/page-header'
import { FleetDialogHost } from '../fleet/fleet-dialog-host'
import { Begin } from './begin'
import { useBoardCommands } from './board-commands'
import { BoardMatrix } from './board-matrix'
import { DemoStrip } from './demo-strip'
import { LastResults } from './last-results'
import { LeftDebts } from './left-debts'
import { OpenRollouts } from './open-rollouts'

/** Home: what runs where, what is in progress, what waits for somebody, how the last rollouts ended. */
export function BoardScreen() {
  const { t } = useTranslation('board')
  const [, go] = useLocation()
  const { data: board, error, refetch } = useConsole('board:show', {})
  useBoardCommands()
  const isEmpty = board?.apps.length === 0
  return (
    <>
      <PageHeader title={t('title')}>
        {isEmpty || !board ? null : (
          <Button icon={Rocket} onClick={() => go(routes.newLaunch())}>
            {t('newLaunch')}
          </Button>
        )}
      </PageHeader>
      <div className="min-h-0 flex-1 overflow-y-auto px-5 py-4">
        {error ? <ErrorNote error={error} onRetry={() => void refetch()} className="mb-4" /> : null}
        {board ? isEmpty ? <Begin /> : <Overview board={board} /> : error ? null : <LoadingNote what={t('what')} />}
      </div>
      <FleetDialogHost />
    </>
  )
}

function Overview({ board }: { readonly board: Output<'board:show'> }) {
  const { data: demo } = useConsole('demo:status', {})
  const isDemo = (each: { readonly app: string; readonly environment: string }) =>
    each.app === demo?.app && each.environment === demo.environment
  return (
    <div className="flex w-full flex-col gap-6">
      <DemoStrip
        isInUse={board.open.some(isDemo)}
        isNew={board.open.length === 0 && board.recent.length === 0}
        version={board.cells.find(isDemo)?.version}
      />
      <LeftDebts open={board.open} />
      <OpenRollouts open={board.open} />
      <BoardMatrix board={board} />
      <LastResults recent={board.recent} />
    </div>
  )
}
