import { useMemo, useRef } from 'react'
import type { AppError } from '../../../shared/errors/app-error'
import type { WirePlan } from '../../../shared/ipc/contract'
import { useConsole } from '../../api/queries'
import { useDebounced } from '../../ui/use-debounced'
import { findStrategyProblems, writeStrategy } from './strategy-form'
import type { LaunchDraft } from './use-launch-draft'

/** Typing goes on for less than this between two keys; a plan is asked for when it pauses. */
const pauseMs = 120

/** A plan is the same for every version; this stands in while none is chosen. */
const anyVersion = '?'

export type PlanPicture = {
  /** The last plan that was made for this cluster. */
  readonly plan: WirePlan | undefined
  /** A newer one is under way, or refused. */
  readonly isOld: boolean
  readonly isPlanning: boolean
  readonly error: AppError | undefined
  readonly askAgain: () => void
}

/** The plan of a draft, made again whenever the draft changes; the old one stays until then. */
export function usePlan(draft: LaunchDraft): PlanPicture {
  const { app, environment, version, strategy, exclude } = draft
  const isWritable = strategy === undefined || Object.keys(findStrategyProblems(strategy)).length === 0
  const wanted = useMemo(
    () => ({
      app,
      environment,
      version: version.trim() || anyVersion,
      live: false,
      ...(strategy && isWritable ? { strategy: { ...writeStrategy(strategy) } } : {}),
      ...(exclude.length === 0 ? {} : { exclude: [...exclude] }),
    }),
    [app, environment, version, strategy, exclude, isWritable],
  )
  const asked = useDebounced(wanted, pauseMs)
  const isAimed = asked.app !== '' && asked.environment !== ''
  const query = useConsole('plan:make', asked, { enabled: isAimed })
  const last = useRef<WirePlan | undefined>(undefined)
  if (query.data) last.current = query.data
  const isOfCluster = last.current?.app === app && last.current.environment === environment
  const isWaiting = asked !== wanted || query.isFetching
  return {
    plan: isOfCluster ? last.current : undefined,
    isOld: isWaiting || !isWritable || query.error !== null,
    isPlanning: isAimed && isWaiting,
    error: (asked === wanted && query.error) || undefined,
    askAgain: () => void query.refetch(),
  }
}
