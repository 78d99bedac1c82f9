import { stagedPackagePath } from '../commands/fetch-script'
import type { StepContext } from '../commands/step-environment'
import type { HostName } from '../../shared/domain/ids'
import type { StepName } from '../../shared/domain/lifecycle'
import type { Placement } from '../../shared/domain/resolved-lifecycle'
import type { RolloutHost, RolloutSettings } from '../../shared/domain/rollout-settings'
import { fillText } from '../../shared/domain/template'
import { invariant } from '../../shared/util/invariant'
import type { Machine, Target } from '../ports/machine'
import { machineOf, viaMachine } from './cluster'

/** The host as the rollout froze it. */
export function settingsHost(settings: RolloutSettings, name: HostName): RolloutHost {
  const host = settings.hosts.find((each) => each.name === name)
  invariant(host, `the rollout has no host ${name}`)
  return host
}

/** Everything a step's script may know about its host and release. Pure. */
export function contextOf(
  settings: RolloutSettings,
  host: RolloutHost,
  step: {
    readonly name: StepName | 'check' | 'survey'
    readonly attempt: number
    readonly previous?: string | undefined
  },
): StepContext {
  const { rollout, app, environment } = settings
  const { name, address, port, labels, target } = host
  const user = host.user ?? settings.ssh.user
  const values = {
    rollout,
    app,
    environment,
    version: target.version,
    host: { name, address, port: port ?? settings.ssh.port, user, labels },
    ...(step.previous === undefined ? {} : { previous: step.previous }),
  }
  const expiry = expiryOf(settings, step.name)
  return {
    ...values,
    step: step.name,
    attempt: step.attempt,
    ...(settings.package ? { root: fillText(settings.package.root, values) } : {}),
    ...(target.digest === undefined ? {} : { digest: target.digest }),
    ...(expiry === undefined ? {} : { extra: { EXPIRES_SECONDS: expiry } }),
  }
}

const expiryOf = ({ lifecycle }: RolloutSettings, step: string): string | undefined =>
  step === 'mute' ? String(Math.ceil(lifecycle.mute.expiresMs / 1_000)) : undefined

/** The host itself as a target. Pure. */
export const hostMachine = (settings: RolloutSettings, host: RolloutHost): Machine => machineOf(host, settings.ssh)

/** Where a command of a host runs. Pure. */
export function targetOf(settings: RolloutSettings, host: RolloutHost, placement: Placement): Target {
  switch (placement.kind) {
    case 'host':
      return hostMachine(settings, host)
    case 'local':
      return { kind: 'local' }
    case 'via':
      return viaMachine(placement.host, settings.hosts, settings.otherHosts, settings.ssh)
  }
}

/** The directory of one attempt below `~/.lastmile/runs/`. The host is part of it, since hosts may share a home. Pure. */
export const runDirOf = (settings: RolloutSettings, host: HostName, attempt: string): string =>
  [settings.rollout, settings.app, host, attempt].join('/')

/** Where a pushed package lies on its host until it is unpacked. Pure. */
export const stagedPath = (context: StepContext, settings: RolloutSettings): string => {
  invariant(context.root !== undefined && settings.package, 'only an app with a package stages one')
  return stagedPackagePath(context.root, context.version, settings.package.unpack)
}
