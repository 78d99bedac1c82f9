import { useLocation } from 'wouter'
import type { AppError } from '../../../shared/errors/app-error'
import { line } from '../../api/line'
import { routes } from '../../app/routes'
import { currentPerson } from '../../stores/person-store'
import { LockButton } from '../../ui/lock-dialog'
import { useLaunch } from './launch-context'
import { toStart } from './start-request'

/** Start although the lock of the cluster is in the way; nothing for other refusals. */
export function StartLockButton({ error }: { readonly error: AppError }) {
  const [, go] = useLocation()
  const work = useLaunch()
  return (
    <LockButton
      error={error}
      onChoose={async (lock) => {
        const { rollout } = await line.request('rollout:start', { ...toStart(work), by: currentPerson(), lock })
        go(routes.launch(rollout), { replace: true })
      }}
    />
  )
}
