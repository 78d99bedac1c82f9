import { useMemo, useRef } from 'react'
import type { AppError } from '../../../shared/errors/app-error'
import type { RawInput, WirePlan } from '../../../shared/ipc/contract'
import { useConsole } from '../../api/queries'
import { useDebounced } from '../../ui/use-debounced'
import { objectionsOf } from './objections'
import { findStrategyProblems, writeStrategy } from './strategy-form'
import { isSha256 } from './start-request'
import type { LaunchDraft } from './use-launch-draft'

/** Typing goes on for less than this between two keys; a plan is asked for when it pauses. */
const pauseMs = 120

/** The server of the package may be asked each time, so half a version is not worth it. */
const versionPauseMs = 500

/** A plan is the same for every version; this stands in while none is chosen. */
const anyVersion = '?'

export type PlanPicture = {
  /** The last plan that was made for this cluster. */
  readonly plan: WirePlan | undefined
  /** A newer one is under way, or refused. */
  readonly isOld: boolean
  readonly isPlanning: boolean
  readonly error: AppError | undefined
  /** What a start would refuse about the package, as far as the console can see. */
  readonly objections: readonly AppError[]
  readonly askAgain: () => void
}

/** The plan of a draft, made again whenever the draft changes; the old one stays until then. */
export function usePlan(draft: LaunchDraft): PlanPicture {
  const { app, environment, strategy, exclude } = draft
  const version = draft.version.trim()
  const isWritable = strategy === undefined || Object.keys(findStrategyProblems(strategy)).length === 0
  const wanted = useMemo(
    () => ({
      app,
      environment,
      version: version || anyVersion,
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
    objections: useObjections(draft, asked, isAimed && version !== '' && query.isSuccess),
    askAgain: () => void query.refetch(),
  }
}

/** Asked for beside the plan, which must not wait for the server of the package; those of the same package stay until then. */
function useObjections(draft: LaunchDraft, asked: RawInput<'plan:make'>, isPlanned: boolean): readonly AppError[] {
  const sha256 = draft.sha256.trim().toLowerCase()
  const wanted = useMemo(
    () => ({ ...asked, checkRelease: true, ...(isSha256(sha256) ? { sha256 } : {}) }),
    [asked, sha256],
  )
  const still = useDebounced(wanted, versionPauseMs)
  const isStill = isOfSamePackage(still, wanted)
  // a checksum file may be there the next time
  const { data } = useConsole('plan:make', still, {
    enabled: isPlanned && isStill,
    staleTime: 0,
    placeholderData: (before, query) =>
      isOfSamePackage(query?.queryKey[1] as RawInput<'plan:make'> | undefined, still) ? before : undefined,
  })
  return useMemo(() => (isPlanned && isStill && data ? objectionsOf(data.warnings) : []), [data, isPlanned, isStill])
}

const isOfSamePackage = (one: RawInput<'plan:make'> | undefined, other: RawInput<'plan:make'>): boolean =>
  one?.checkRelease === other.checkRelease &&
  one?.app === other.app &&
  one.environment === other.environment &&
  one.version === other.version &&
  one.sha256 === other.sha256
