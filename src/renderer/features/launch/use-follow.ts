import { useEffect } from 'react'
import { useShallow } from 'zustand/react/shallow'
import { useRollout } from '../../stores/rollouts'
import { useLaunchActions, useLaunchUi } from './launch-ui'

/** A window that has room for the dock beside everything else; CSS pixels. */
const tallPx = 780

/** Let failed hosts come into sight by themselves, and the first one under way where nothing is in sight yet. */
export function useFollow(): void {
  const ui = useLaunchActions()
  const follow = useLaunchUi(({ dock }) => dock.follow)
  const failed = useRollout(
    useShallow(({ hosts }) => Object.values(hosts).flatMap(({ name, status }) => (status === 'failed' ? [name] : []))),
  )
  const running = useRollout(({ hosts }) => Object.values(hosts).find(({ status }) => status === 'running')?.name)
  useEffect(() => ui.follow({ failed, running, hasRoom: window.innerHeight >= tallPx }), [ui, follow, failed, running])
}
