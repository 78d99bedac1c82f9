import { createContext, useContext } from 'react'
import type { AppError } from '../../../shared/errors/app-error'
import type { WirePlan } from '../../../shared/ipc/contract'
import type { WireHost } from '../../../shared/ipc/requests/inventory-requests'
import type { StrategyForm } from './strategy-form'
import type { LaunchDraft, useLaunchDraft } from './use-launch-draft'
import type { PlanPicture } from './use-plan'

/** What the four steps of the page share. */
export type LaunchWork = ReturnType<typeof useLaunchDraft> & {
  readonly draft: LaunchDraft
  readonly picture: PlanPicture
  readonly plan: WirePlan | undefined
  readonly hosts: readonly WireHost[]
  /** The environment's own strategy, and the one in the controls. */
  readonly own: StrategyForm | undefined
  readonly form: StrategyForm | undefined
  readonly isProtected: boolean
  /** The rollout of this cluster that is in progress. */
  readonly busyWith: string | undefined
  /** Why the start was refused, until something is changed. */
  readonly startError: AppError | undefined
}

export const LaunchContext = createContext<LaunchWork | undefined>(undefined)

export function useLaunch(): LaunchWork {
  const work = useContext(LaunchContext)
  if (!work) throw new Error('a part of the new launch stands outside of its LaunchContext')
  return work
}
