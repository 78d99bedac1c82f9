import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useLocation } from 'wouter'
import type { AppError } from '../../../shared/errors/app-error'
import { line } from '../../api/line'
import { routes } from '../../app/routes'
import { currentPerson } from '../../stores/person-store'
import { Button } from '../../ui/button'
import { LockDialog, lockObstacleOf } from '../../ui/lock-dialog'
import { useLaunch } from './launch-context'
import { toStart } from './start-request'

/** The way on where the lock of the cluster is in the way; nothing for other refusals. */
export function LockButton({ error }: { readonly error: AppError }) {
  const { t } = useTranslation()
  const [, go] = useLocation()
  const [isAsking, setIsAsking] = useState(false)
  const work = useLaunch()
  const obstacle = lockObstacleOf(error)
  if (!obstacle) return null
  return (
    <>
      <Button size="sm" onClick={() => setIsAsking(true)}>
        {t(obstacle.code === 'lock.stale' ? 'lock.break.open' : 'lock.without.open')}
      </Button>
      {isAsking ? (
        <LockDialog
          obstacle={obstacle}
          onClose={() => setIsAsking(false)}
          onChoose={async (lock) => {
            const { rollout } = await line.request('rollout:start', { ...toStart(work), by: currentPerson(), lock })
            go(routes.launch(rollout), { replace: true })
          }}
        />
      ) : null}
    </>
  )
}
