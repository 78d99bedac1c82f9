import { buildEffectScript } from '../commands/effect-script'
import { buildCustomFetchScript, buildFetchScript } from '../commands/fetch-script'
import { buildPrecheckScript } from '../commands/precheck-script'
import type { ProbeOptions } from '../commands/probe-script'
import { buildQuietScript } from '../commands/quiet-script'
import { buildRestartScript } from '../commands/restart-script'
import { buildRollbackTargetScript } from '../commands/rollback-target-script'
import type { StepContext } from '../commands/step-environment'
import { buildVerifyScript } from '../commands/verify-script'
import type { StepName } from '../../shared/domain/lifecycle'
import type { EffectStep, Lifecycle } from '../../shared/domain/resolved-lifecycle'
import type { RolloutSettings } from '../../shared/domain/rollout-settings'
import { invariant } from '../../shared/util/invariant'

/** One answer to a probe takes at most this long; a service that is slower than this is not well. */
export const probeTimeoutMs = 5_000
/** Ten times a second is as often as a number of requests in flight says something new. */
const inFlightIntervalMs = 250

/** How the verify step finds a host to be good. Pure; undefined when nothing could tell. */
export function verifyProbeOf({ verify, precheck }: Lifecycle, hasPackage: boolean): ProbeOptions | undefined {
  const { http, expectStatus, expectBody, run } = verify
  return probeOf({ http, expectStatus, expectBody, run, version: precheck.version }, hasPackage)
}

/**
 * How the console looks whether a host is still good, at a gate or while it soaks. Pure; undefined when nothing could tell.
 * `verify.run` is no part of it: it belongs to its step, may be a smoke test that leaves traces, and runs as often as the
 * step says. `precheck.health` is the command that only looks.
 */
export function healthProbeOf({ verify, precheck }: Lifecycle, hasPackage: boolean): ProbeOptions | undefined {
  const { http, expectStatus, expectBody } = verify
  const { health: run, version } = precheck
  return probeOf({ http, expectStatus, expectBody, run, version }, hasPackage)
}

function probeOf(probe: Omit<ProbeOptions, 'httpTimeoutMs'>, hasPackage: boolean): ProbeOptions | undefined {
  const { http, run, version } = probe
  const canTell = http !== undefined || run !== undefined || version !== undefined || hasPackage
  return canTell ? { ...probe, httpTimeoutMs: probeTimeoutMs } : undefined
}

/** The script of one step on one host. Pure. @throws AppError `spec.*` of templates, `remote.bad-version` */
export function buildStepScript(settings: RolloutSettings, step: StepName, context: StepContext): string {
  const { lifecycle } = settings
  switch (step) {
    case 'precheck':
      return buildPrecheck(settings, context)
    case 'fetch':
      return buildFetch(settings, context)
    case 'mute':
    case 'drain':
    case 'admit':
    case 'unmute':
      return buildEffect(lifecycle[step], context)
    case 'quiet':
      return buildQuietScript(context, { ...lifecycle.quiet, intervalMs: inFlightIntervalMs })
    case 'restart':
      return buildRestartScript(context, lifecycle.restart)
    case 'verify': {
      const { consecutive, intervalMs, warmupMs, timeoutMs } = lifecycle.verify
      const probe = verifyProbeOf(lifecycle, settings.package !== undefined)
      invariant(probe, 'verify is configured only when something can be probed')
      return buildVerifyScript(context, { ...probe, consecutive, intervalMs, warmupMs, timeoutMs })
    }
  }
}

/** The precheck of a host; also what a survey reads before a plan is made. Pure. */
export function buildPrecheck(settings: RolloutSettings, context: StepContext): string {
  const { http, expectStatus } = settings.lifecycle.verify
  const probe = http === undefined ? undefined : { url: http, expectStatus, timeoutMs: probeTimeoutMs }
  return buildPrecheckScript(context, { ...settings.lifecycle.precheck, http: probe })
}

function buildFetch(settings: RolloutSettings, context: StepContext): string {
  const { run } = settings.lifecycle.fetch
  // without a package there is nothing to look for on the host: the app's command brings the version, as it did before
  if (settings.type === 'rollback' && settings.package) return buildRollbackTargetScript(context)
  if (run !== undefined) return buildCustomFetchScript(context, run)
  invariant(settings.package, 'fetch is configured only with a package or a command')
  const { url, unpack } = settings.package
  const source = url === undefined ? ({ kind: 'pushed' } as const) : ({ kind: 'pull', url } as const)
  return buildFetchScript(context, { source, unpack })
}

function buildEffect(effect: EffectStep, context: StepContext): string {
  invariant(effect.run !== undefined, 'a configured effect has a command')
  const { run, check, checkIntervalMs, timeoutMs } = effect
  return buildEffectScript(context, { run, check, checkIntervalMs, timeoutMs })
}
