import { useCallback, useMemo, useState } from 'react'
import { useLocation, useSearch } from 'wouter'
import { routes } from '../../app/routes'
import type { StrategyForm } from './strategy-form'

/** What the person has put together so far. The first three stand in the address and nowhere else. */
export type LaunchDraft = {
  readonly app: string
  readonly environment: string
  readonly version: string
  readonly sha256: string
  readonly notes: string
  readonly exclude: readonly string[]
  readonly excludeReason: string
  /** Undefined: the environment's own. */
  readonly strategy: StrategyForm | undefined
}

type Target = Pick<LaunchDraft, 'app' | 'environment' | 'version'>
type Rest = Omit<LaunchDraft, keyof Target>

const nothing: Rest = { sha256: '', notes: '', exclude: [], excludeReason: '', strategy: undefined }

/** The draft of the page. What belongs to another app, version or environment is dropped when that changes. */
export function useLaunchDraft() {
  const search = useSearch()
  const [, go] = useLocation()
  const [rest, setRest] = useState<Rest>(nothing)
  const target = useMemo((): Target => {
    const query = new URLSearchParams(search)
    const of = (name: string) => query.get(name) ?? ''
    return { app: of('app'), environment: of('environment'), version: of('version') }
  }, [search])
  const aim = useCallback(
    (change: Partial<Target>) => {
      const next = { ...target, ...change }
      const given = Object.fromEntries(Object.entries(next).filter(([, value]) => value !== ''))
      go(routes.newLaunch(given), { replace: true })
      setRest((before) => keepFor(before, change))
    },
    [target, go],
  )
  const change = useCallback((part: Partial<Rest>) => setRest((before) => ({ ...before, ...part })), [])
  const draft = useMemo((): LaunchDraft => ({ ...target, ...rest }), [target, rest])
  return { draft, aim, change }
}

/** What a change of app, environment or version leaves of the rest. Pure. */
export function keepFor(rest: Rest, change: Partial<Target>): Rest {
  if (change.app !== undefined) return nothing
  return {
    ...rest,
    ...(change.environment === undefined ? {} : { exclude: [], excludeReason: '', strategy: undefined }),
    ...(change.version === undefined ? {} : { sha256: '', notes: '' }),
  }
}
