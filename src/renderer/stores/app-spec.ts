import { useMemo } from 'react'
import { appSpec, type AppSpec, type EnvironmentSpec } from '../../shared/domain/app-spec'
import { useConsole } from '../api/queries'

/** An app as lastmile.yml describes it, read; undefined until the console has said it. */
export function useAppSpec(app: string | undefined): AppSpec | undefined {
  const { data } = useConsole('spec:read', { app: app ?? '' }, { enabled: app !== undefined && app !== '' })
  return useMemo(() => {
    const parsed = data ? appSpec.safeParse(data.spec) : undefined
    return parsed?.success ? parsed.data : undefined
  }, [data])
}

/** One environment of an app, as lastmile.yml describes it. */
export function useEnvironmentSpec(app: string | undefined, name: string | undefined): EnvironmentSpec | undefined {
  return useAppSpec(app)?.environments.find((environment) => environment.name === name)
}
