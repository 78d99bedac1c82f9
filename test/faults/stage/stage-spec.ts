import type { StepName } from '../../../src/shared/domain/lifecycle'

/** Keys of `lastmile.yml`; they go over what the stage writes there by itself. */
type Keys = Readonly<Record<string, unknown>>

export type StageOptions = {
  /** 5 when left out. The first one is the canary. */
  readonly hosts?: number
  readonly isProtected?: boolean
  readonly strategy?: Keys
  readonly gates?: Keys
  /** Keys of single steps over the stage's own; `undefined` switches a step off. */
  readonly lifecycle?: Readonly<Partial<Record<StepName, Keys | undefined>>>
  readonly ssh?: Keys
  readonly traffic?: Keys
  /** Further keys of the environment, and of the whole file. */
  readonly environment?: Keys
  readonly app?: Keys
  /** Keys of single hosts, such as another `address` and `port` for one behind a proxy. */
  readonly hostKeys?: (name: string, index: number) => Keys
  /** Lines for sshd_config. */
  readonly sshd?: readonly string[]
  /** Milliseconds between two looks of the observer. */
  readonly observeEveryMs?: number
}

/** What the spec is made of beside the options. */
export type StageFacts = {
  readonly dir: string
  readonly names: readonly string[]
  readonly addressOf: (index: number) => string
  readonly packageUrl: string
  readonly ssh: Keys
}

/** As tight as it can be: the floor is what serves while a batch is out. From four hosts on two go at once. */
function usualStrategy(hosts: number): Keys {
  const atOnce = hosts > 3 ? 2 : 1
  return { canary: { hosts: 1, soak: '100ms' }, batches: [atOnce], maxUnavailable: atOnce, soak: '0s', pause: '0s' }
}

/** The `lastmile.yml` of a stage, as an object. Pure. */
export function specOfStage(options: StageOptions, facts: StageFacts): object {
  const { dir, names, addressOf, packageUrl, ssh } = facts
  const steps = usualLifecycle(dir)
  const lifecycle: Record<string, unknown> = { ...steps }
  for (const [step, keys] of Object.entries(options.lifecycle ?? {})) {
    lifecycle[step] = keys && { ...steps[step as StepName], ...keys }
  }
  const hosts = names.map((name, index) => ({
    name,
    address: addressOf(index),
    labels: { zone: 'abc'[index % 3] },
    canary: index === 0,
    ...options.hostKeys?.(name, index),
  }))
  return {
    app: 'shop',
    package: { url: `${packageUrl}/shop-{version}.tar.gz`, root: `${dir}/hosts/{host.name}/shop` },
    lifecycle,
    environments: [
      {
        name: 'production',
        protected: options.isProtected ?? false,
        ssh: { ...ssh, ...options.ssh },
        hosts,
        strategy: { ...usualStrategy(names.length), ...options.strategy },
        traffic: { serving: `ls ${dir}/traffic`, on: 'local', ...options.traffic },
        gates: { beforeBatch: [{ id: 'on-call', kind: 'tick', ask: 'On-call is informed' }], ...options.gates },
        ...options.environment,
      },
    ],
    ...options.app,
  }
}

/**
 * Every step begins with `step.sh`, which writes down that it ran; `verify` and `quiet`, whose commands may be asked many
 * times, with `look.sh`. Traffic and silences are files.
 */
function usualLifecycle(dir: string): Readonly<Record<StepName, Keys>> {
  const host = '"$LASTMILE_HOST_NAME"'
  const quick = { checkInterval: '50ms', backoff: '100ms' }
  const step = `. ${dir}/step.sh`
  const traffic = `${dir}/traffic/${host}`
  const silence = `${dir}/silences/${host}`
  return {
    precheck: { run: step, minFreeDisk: 1 },
    fetch: { backoff: '100ms' },
    mute: { run: `${step}; touch ${silence}`, check: `test -e ${silence}`, ...quick },
    drain: { run: `${step}; rm -f ${traffic}`, check: `test ! -e ${traffic}`, ...quick },
    quiet: { inFlight: `. ${dir}/look.sh; echo 0`, min: '0s' },
    restart: { run: step },
    verify: {
      run: `. ${dir}/look.sh; grep -qx "$LASTMILE_VERSION" "$LASTMILE_ROOT/current/VERSION"`,
      consecutive: 2,
      interval: '50ms',
      timeout: '10s',
    },
    admit: { run: `${step}; touch ${traffic}`, check: `test -e ${traffic}`, ...quick },
    unmute: { run: `${step}; rm -f ${silence}`, check: `test ! -e ${silence}`, ...quick },
  }
}
