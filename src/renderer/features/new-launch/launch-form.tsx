import { useEffect, useMemo } from 'react'
import { useHotkeys } from 'react-hotkeys-hook'
import type { Output } from '../../../shared/ipc/contract'
import { useConsole } from '../../api/queries'
import { resolveStrategy } from '../../../shared/domain/strategy'
import { useEnvironmentSpec } from '../../stores/app-spec'
import { LaunchContext, type LaunchWork } from './launch-context'
import { PlanPanel } from './plan-panel'
import { StartBar } from './start-bar'
import { StepGates } from './step-gates'
import { StepHow } from './step-how'
import { StepWhat, onlyEnvironment } from './step-what'
import { StepWhere } from './step-where'
import { readStrategy } from './strategy-form'
import { useLaunchCommands } from './launch-commands'
import { useLaunchDraft } from './use-launch-draft'
import { usePlan } from './use-plan'
import { useStart } from './use-start'

/** The four steps at the left, the plan at the right, the way forward below. */
export function LaunchForm({ apps }: { readonly apps: Output<'app:list'> }) {
  const work = useLaunchWork(apps)
  const start = useStart(work)
  const full = useMemo((): LaunchWork => ({ ...work, startError: start.error }), [work, start.error])
  useHotkeys('mod+enter', start.run, { enableOnFormTags: true, preventDefault: true }, [start.run])
  useLaunchCommands(start)
  return (
    <LaunchContext.Provider value={full}>
      <div className="grid min-h-0 flex-1 grid-cols-[minmax(22rem,1fr)_minmax(22rem,1.1fr)] gap-4 px-6 pb-4">
        <div className="flex min-h-0 flex-col gap-4 overflow-y-auto pr-1">
          <StepWhat apps={apps} />
          <StepWhere apps={apps} />
          <StepHow />
          <StepGates />
        </div>
        <PlanPanel />
      </div>
      <StartBar isStarting={start.isStarting} missing={start.missing} onStart={start.run} />
    </LaunchContext.Provider>
  )
}

function useLaunchWork(apps: Output<'app:list'>): Omit<LaunchWork, 'startError'> {
  const { draft, aim, change } = useLaunchDraft()
  const { app, environment } = draft
  const only = apps.length === 1 ? apps[0] : undefined
  useEffect(() => {
    if (app === '' && only) aim({ app: only.app, environment: onlyEnvironment([only], only.app) })
  }, [app, only, aim])
  const isAimed = app !== '' && environment !== ''
  const { data: hosts } = useConsole('host:list', { app, environment }, { enabled: isAimed })
  const spec = useEnvironmentSpec(app === '' ? undefined : app, environment)
  const picture = usePlan(draft)
  const { data: board } = useConsole('board:show', {})
  const busyWith = board?.open.find((open) => open.app === app && open.environment === environment)?.rollout
  const own = useMemo(
    () => spec && readStrategy(resolveStrategy(spec.strategy, spec.protected, spec.hosts.length)),
    [spec],
  )
  return useMemo(
    () => ({
      draft,
      aim,
      change,
      picture,
      plan: picture.plan,
      hosts: hosts ?? [],
      own,
      form: draft.strategy ?? own,
      isProtected: spec?.protected ?? false,
      busyWith,
    }),
    [draft, aim, change, picture, hosts, own, spec, busyWith],
  )
}
