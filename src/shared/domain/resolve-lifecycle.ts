import type { AppSpec, EnvironmentSpec } from './app-spec'
import { hasAny, mergeLifecycle, type LifecycleSpec } from './lifecycle-spec'
import type { EffectStep, Lifecycle, Placement, StepTimings } from './resolved-lifecycle'

/**
 * What a step does when lastmile.yml says nothing else.
 *
 * Retries: steps that only look or that are repeated without harm get some; restart and verify get none, because a
 * second restart hides the first failure and verify already asks many times within its timeout.
 */
export const lifecycleDefaults = {
  /** Seconds of SSH and a few small commands; one retry covers a dropped connection. */
  precheck: { timeoutMs: 30_000, retries: 1 },
  /** A gigabyte over a slow line takes minutes; a fetch resumes, so retries are cheap. */
  fetch: { timeoutMs: 600_000, retries: 2 },
  /** One call to a monitoring API. */
  mute: { timeoutMs: 30_000, retries: 2 },
  /** Balancers that learn from health checks need several check intervals until they show a host out. */
  drain: { timeoutMs: 60_000, retries: 1 },
  /** Retries are pointless: the wait is bounded by `maxMs` and reaching it is no failure. */
  quiet: { retries: 0 },
  /** Stopping with grace (often 30–90 s under systemd) and starting again. */
  restart: { timeoutMs: 120_000, retries: 0 },
  /** After the warm-up; most services answer within a minute of their start. */
  verify: { timeoutMs: 60_000, retries: 0 },
  /** As drain, with one more retry: a host left out of traffic costs capacity. */
  admit: { timeoutMs: 60_000, retries: 2 },
  unmute: { timeoutMs: 30_000, retries: 2 },
  /** Long enough for a restarting agent, short enough not to be noticed; doubles with each retry. */
  backoffMs: 1_000,
  /** Twice a second: an effect is seen soon without loading the API that is asked. */
  checkIntervalMs: 500,
  /** Room for a typical package, its unpacked copy and some logs. */
  minFreeDiskBytes: 200 * 1_024 * 1_024,
  /** Above a minute, certificates, tokens and the times in logs stop being trustworthy. */
  maxClockSkewMs: 60_000,
  /** Longer than a batch takes, shorter than a night: a forgotten silence must not hide the next outage. */
  muteExpiresMs: 2 * 3_600_000,
  /** Most requests end within half a minute; longer ones rarely ever end. */
  quietMaxMs: 30_000,
  /** What quiet's timeout leaves on top of `maxMs` for one slow answer, so that the maximum is reached first. */
  quietMarginMs: 10_000,
  /** One good answer may be luck or the old process; three a second apart are a running service. */
  consecutive: 3,
  verifyIntervalMs: 1_000,
} as const

/**
 * The lifecycle of an app in one environment, with all defaults.
 *
 * Pure. The environment's keys win over the app's, step by step and key by key (see `mergeLifecycle`).
 */
export function resolveLifecycle(app: AppSpec, environment: EnvironmentSpec): Lifecycle {
  const spec = mergeLifecycle(app.lifecycle, environment.lifecycle)
  const hasPackage = app.package !== undefined
  return {
    precheck: {
      ...timings(true, spec.precheck, lifecycleDefaults.precheck),
      ...pick(spec.precheck ?? {}, ['run', 'version', 'health']),
      minFreeDiskBytes: spec.precheck?.minFreeDisk ?? lifecycleDefaults.minFreeDiskBytes,
      maxClockSkewMs: spec.precheck?.maxClockSkew ?? lifecycleDefaults.maxClockSkewMs,
    },
    fetch: {
      ...timings(hasPackage || spec.fetch?.run !== undefined, spec.fetch, lifecycleDefaults.fetch),
      ...pick(spec.fetch ?? {}, ['run']),
    },
    mute: {
      ...effect(spec.mute, lifecycleDefaults.mute),
      onFailure: spec.mute?.onFailure ?? 'blocking',
      expiresMs: spec.mute?.expires ?? lifecycleDefaults.muteExpiresMs,
    },
    drain: effect(spec.drain, lifecycleDefaults.drain),
    quiet: quiet(spec.quiet),
    restart: {
      ...timings(hasPackage || hasAny(spec.restart, ['run', 'stop', 'start']), spec.restart, lifecycleDefaults.restart),
      ...pick(spec.restart ?? {}, ['run', 'stop', 'start']),
    },
    verify: verify(spec, hasPackage),
    admit: effect(spec.admit, lifecycleDefaults.admit),
    unmute: effect(spec.unmute, lifecycleDefaults.unmute),
  }
}

/** Where a command runs, from its `via` and `on`. Pure; `via` wins, because it names a host. */
export function placementOf(spec: {
  readonly via?: string | undefined
  readonly on?: 'host' | 'local' | undefined
}): Placement {
  if (spec.via !== undefined) return { kind: 'via', host: spec.via }
  return spec.on === 'local' ? { kind: 'local' } : { kind: 'host' }
}

type Timing = {
  readonly timeout?: number | undefined
  readonly retries?: number | undefined
  readonly backoff?: number | undefined
}

function timings(
  configured: boolean,
  spec: Timing | undefined,
  defaults: { readonly timeoutMs: number; readonly retries: number },
): StepTimings {
  return {
    configured,
    timeoutMs: spec?.timeout ?? defaults.timeoutMs,
    retries: spec?.retries ?? defaults.retries,
    backoffMs: spec?.backoff ?? lifecycleDefaults.backoffMs,
  }
}

function effect(
  spec: LifecycleSpec['drain'],
  defaults: { readonly timeoutMs: number; readonly retries: number },
): EffectStep {
  return {
    ...timings(spec !== undefined, spec, defaults),
    placement: placementOf(spec ?? {}),
    ...(spec ? pick(spec, ['run', 'check']) : {}),
    checkIntervalMs: spec?.checkInterval ?? lifecycleDefaults.checkIntervalMs,
  }
}

function quiet(spec: LifecycleSpec['quiet']): Lifecycle['quiet'] {
  const minMs = spec?.min ?? 0
  const maxMs = Math.max(spec?.max ?? lifecycleDefaults.quietMaxMs, minMs)
  const { retries } = lifecycleDefaults.quiet
  return {
    ...timings(spec !== undefined, spec, { timeoutMs: maxMs + lifecycleDefaults.quietMarginMs, retries }),
    ...pick(spec ?? {}, ['inFlight']),
    minMs,
    maxMs,
  }
}

function verify(spec: LifecycleSpec, hasPackage: boolean): Lifecycle['verify'] {
  const isProbed = hasAny(spec.verify, ['http', 'run'])
  const hasVersion = hasPackage || spec.precheck?.version !== undefined
  const warmupMs = spec.verify?.warmup ?? 0
  const { timeoutMs, retries } = lifecycleDefaults.verify
  return {
    ...timings(isProbed || hasVersion, spec.verify, { timeoutMs: timeoutMs + warmupMs, retries }),
    ...pick(spec.verify ?? {}, ['http', 'expectBody', 'run']),
    expectStatus: spec.verify?.expectStatus ?? 200,
    // without a probe only the version is read, and reading it again shows nothing new
    consecutive: spec.verify?.consecutive ?? (isProbed ? lifecycleDefaults.consecutive : 1),
    intervalMs: spec.verify?.interval ?? lifecycleDefaults.verifyIntervalMs,
    warmupMs,
  }
}

/** The named keys that have a value. */
function pick<T extends object, K extends keyof T>(from: T, keys: readonly K[]): Present<Pick<T, K>> {
  return Object.fromEntries(
    keys.filter((key) => from[key] !== undefined).map((key) => [key, from[key]]),
  ) as unknown as Present<Pick<T, K>>
}
type Present<T> = { [K in keyof T]: Exclude<T[K], undefined> }
