import { useCallback, useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { useLocation } from 'wouter'
import type { AppError } from '../../../shared/errors/app-error'
import { routes } from '../../app/routes'
import { useAction, useConsole } from '../../api/queries'
import { usePerson } from '../../stores/person-store'
import type { LaunchWork } from './launch-context'
import { missingKey, toStart } from './start-request'

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

function useMissing(
  { draft, picture, hosts, busyWith }: Omit<LaunchWork, 'startError'>,
  person: string,
): string | undefined {
  const { t } = useTranslation('newLaunch')
  const { data: releases } = useConsole('release:list', { app: draft.app }, { enabled: draft.app !== '' })
  const key = missingKey(draft, { person, hosts: hosts.length })
  if (key) return t(`missing.${key}`)
  if (releases?.some(({ version, blocked }) => blocked && version === draft.version.trim())) return t('missing.blocked')
  if (busyWith !== undefined) return t('missing.busy')
  if (picture.error) return t('missing.plan')
  return picture.isOld ? t('missing.planning') : undefined
}
