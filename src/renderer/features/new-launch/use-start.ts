import { useCallback, useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { useLocation } from 'wouter'
import type { AppError } from '../../../shared/errors/app-error'
import { routes } from '../../app/routes'
import { useAction, useConsole } from '../../api/queries'
import { usePerson } from '../../stores/person-store'
import type { LaunchWork } from './launch-context'
import { changedFields, findStrategyProblems, writeStrategy } from './strategy-form'
import type { LaunchDraft } from './use-launch-draft'

export type Start = {
  readonly run: () => void
  readonly isStarting: boolean
  readonly error: AppError | undefined
  /** Why it cannot start yet. */
  readonly missing: string | undefined
}

/** Create the rollout and go to its page; a refusal stays until the draft is changed. */
export function useStart(work: Omit<LaunchWork, 'startError'>): Start {
  const { draft } = work
  const [, go] = useLocation()
  const { person } = usePerson()
  const { mutate, reset, isPending, error } = useAction('rollout:start')
  useEffect(() => reset(), [draft, reset])
  const missing = useMissing(work, person)
  const run = useCallback(() => {
    if (missing !== undefined || isPending) return
    mutate(
      { ...toStart(work), by: person },
      { onSuccess: ({ rollout }) => go(routes.launch(rollout), { replace: true }) },
    )
  }, [work, person, missing, isPending, mutate, go])
  return { run, isStarting: isPending, error: error ?? undefined, missing }
}

/** What the console is asked to start. Pure; a strategy that says what lastmile.yml says is left out. */
export function toStart({ draft, own }: Pick<LaunchWork, 'draft' | 'own'>) {
  const { app, environment, exclude, strategy } = draft
  const [version, sha256, notes, reason] = [draft.version, draft.sha256, draft.notes, draft.excludeReason].map((text) =>
    text.trim(),
  ) as [string, string, string, string]
  const isOwn = !strategy || (own !== undefined && changedFields(own, strategy).length === 0)
  return {
    app,
    environment,
    version,
    ...(sha256 === '' ? {} : { sha256: sha256.toLowerCase() }),
    ...(notes === '' ? {} : { notes }),
    ...(exclude.length === 0 ? {} : { exclude: [...exclude], ...(reason === '' ? {} : { reason }) }),
    ...(isOwn ? {} : { strategy: { ...writeStrategy(strategy) } }),
  }
}

function useMissing({ draft, picture, hosts }: Omit<LaunchWork, 'startError'>, person: string): string | undefined {
  const { t } = useTranslation('newLaunch')
  const { data: releases } = useConsole('release:list', { app: draft.app }, { enabled: draft.app !== '' })
  const key = missingKey(draft, { person, hosts: hosts.length })
  if (key) return t(`missing.${key}`)
  if (releases?.some(({ version, blocked }) => blocked && version === draft.version.trim())) return t('missing.blocked')
  if (picture.error) return t('missing.plan')
  return picture.isOld ? t('missing.planning') : undefined
}

/** The first thing that is missing before a start; the key of its sentence. Pure. */
export function missingKey(
  { app, version, environment, exclude, excludeReason, sha256, strategy }: LaunchDraft,
  { person, hosts }: { readonly person: string; readonly hosts: number },
) {
  if (app === '') return 'app'
  if (version.trim() === '') return 'version'
  if (sha256.trim() !== '' && !/^[0-9a-f]{64}$/i.test(sha256.trim())) return 'sha256'
  if (environment === '') return 'environment'
  if (hosts > 0 && exclude.length >= hosts) return 'everyHostLeftOut'
  if (exclude.length > 0 && excludeReason.trim() === '') return 'reason'
  if (strategy && Object.keys(findStrategyProblems(strategy)).length > 0) return 'strategy'
  if (person === '') return 'person'
  return undefined
}
