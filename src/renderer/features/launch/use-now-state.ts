import { useCallback, useContext } from 'react'
import type { RolloutState } from '../../../shared/domain/rollout-state'
import { FeedContext } from '../../stores/rollouts'

/** The state of the rollout at the moment of a click, without rendering again for every change of it. */
export function useStateNow(): () => RolloutState {
  const feed = useContext(FeedContext)
  return useCallback(() => {
    const state = feed?.store.getState().rollout
    if (!state) throw new Error('the journal was not read yet')
    return state
  }, [feed])
}
