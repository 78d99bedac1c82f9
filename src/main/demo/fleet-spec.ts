import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import type { z } from 'zod'
import type { appSpec } from '../../shared/domain/app-spec'
import { fleetUser } from './fleet-host'
import type { Fleet } from './fleet'
import { packageNameOf } from './packages'

/** What lastmile.yml says, before defaults. */
export type AppSpecInput = z.input<typeof appSpec>
type EnvironmentInput = NonNullable<AppSpecInput['environments']>[number]
type DescribedFleet = Pick<Fleet, 'hosts' | 'balancer' | 'identityFile' | 'knownHostsFile' | 'packageDir'>

/** The app and the environment that the fleet is. */
export const fleetApp = 'shop'
export const fleetEnvironment = 'production'

/** Below this many hosts, batches of 2 and a floor of 60 % do not go together. */
const smallFleet = 8
/** In the soak of a demo nobody waits longer than it takes to read what happens. */
const soakSeconds = 3
/**
 * What takes 0.1 s alone took 3 s with 50 others on two busy cores. A step that was broken on purpose fails at once, so
 * patience with a slow machine costs nothing.
 */
const patience = '60s'

export type SpecOptions = {
  /** Whether the machine has curl or wget; without them the service is asked by Node. */
  readonly canAskHttp?: boolean
  /** Nobody signs a gate of a rollout that they started themselves. */
  readonly isFourEyes?: boolean
}

/** The `lastmile.yml` of a running fleet, as an object. */
export function specOf(
  fleet: DescribedFleet,
  { canAskHttp = hasHttpClient(process.env['PATH'] ?? ''), isFourEyes = false }: SpecOptions = {},
): AppSpecInput {
  return {
    app: fleetApp,
    owner: 'the shop team',
    package: {
      push: join(fleet.packageDir, packageNameOf('{version}')),
      root: '~/srv/shop',
      unpack: 'tar.gz',
      keep: 3,
    },
    lifecycle: { ...hostSteps(canAskHttp, fleet.hosts.length), ...trafficSteps(fleet.balancer.name) },
    environments: [environmentOf(fleet, isFourEyes)],
  }
}

/** Whether one of the directories of a search path has curl or wget. */
export function hasHttpClient(searchPath: string): boolean {
  return searchPath.split(delimiter).some((dir) => ['curl', 'wget'].some((name) => existsSync(join(dir, name))))
}

function hostSteps(canAskHttp: boolean, hostCount: number): AppSpecInput['lifecycle'] {
  const service = '~/srv/shop/current/bin/service'
  const url = 'http://127.0.0.1:{host.label.http}/version'
  const probe = canAskHttp
    ? { http: url, expectBody: '{version}' }
    : { run: `. ~/srv/shop/shared/service.env; "$NODE" -e '${askWithNode}' ${url} {version}` }
  return {
    precheck: {
      run: '~/bin/ready {host.name} {version}',
      version: `${service} version`,
      health: `${service} status`,
      minFreeDisk: 10 * 1024 * 1024,
      timeout: patience,
    },
    fetch: { timeout: patience, retries: 1, backoff: '200ms' },
    restart: { stop: `${service} stop`, start: `${service} start`, timeout: patience },
    // the one step that is waited for to its end when it is broken: the service answers, but not as it should
    verify: { ...probe, consecutive: 3, interval: '200ms', timeout: `${10 + Math.floor(hostCount / 20)}s` },
  }
}

/** Exit 0 when the answer is what the second argument says. Has no quotes of its own, so that it fits between some. */
const askWithNode =
  'fetch(process.argv[1]).then((r) => r.text()).then((t) => process.exit(t.trim() === process.argv[2] ? 0 : 1), () => process.exit(1))'

function trafficSteps(balancer: string): AppSpecInput['lifecycle'] {
  const quick = { timeout: patience, retries: 1, backoff: '200ms', checkInterval: '100ms' }
  return {
    mute: {
      run: '~/bin/monitor silence {host.name} {version}',
      check: '~/bin/monitor is-silent {host.name}',
      expires: '30m',
      ...quick,
    },
    drain: {
      run: '~/bin/traffic out {host.name} {version}',
      check: '~/bin/traffic is-out {host.name}',
      via: balancer,
      ...quick,
    },
    quiet: { inFlight: '~/bin/traffic in-flight {host.name} {version}', max: '15s' },
    admit: {
      run: '~/bin/traffic in {host.name} {version}',
      check: '~/bin/traffic is-in {host.name}',
      via: balancer,
      ...quick,
    },
    unmute: {
      run: '~/bin/monitor listen {host.name} {version}',
      check: '~/bin/monitor is-loud {host.name}',
      ...quick,
    },
  }
}

function environmentOf(fleet: DescribedFleet, isFourEyes: boolean): EnvironmentInput {
  const { hosts, balancer } = fleet
  const isSmall = hosts.length < smallFleet
  return {
    name: fleetEnvironment,
    protected: true,
    // the user's own configuration and agent have no say in how the demo is reached
    ssh: {
      user: fleetUser,
      identityFile: fleet.identityFile,
      knownHosts: fleet.knownHostsFile,
      hostKeys: 'strict',
      agent: false,
      config: '/dev/null',
      connectTimeout: patience,
    },
    hosts: hosts.map((host) => ({
      name: host.name,
      address: '127.0.0.1',
      port: host.sshPort,
      labels: { zone: host.zone, http: `${host.httpPort}` },
      canary: host.isCanary,
    })),
    otherHosts: [{ name: balancer.name, address: '127.0.0.1', port: balancer.sshPort }],
    strategy: {
      canary: { hosts: 1, soak: `${soakSeconds}s` },
      batches: isSmall ? [1] : [2, '25%'],
      maxUnavailable: isSmall ? 1 : '40%',
      pause: '1s',
      stopWhenFailuresExceed: { batch: 0, rollout: 0 },
      signOff: { approvers: 1, ...(isFourEyes ? { notBy: 'starter' } : {}) },
    },
    traffic: { serving: '~/bin/traffic serving', via: balancer.name, timeout: patience },
    gates: gatesOf(balancer.name),
  }
}

function gatesOf(balancer: string): EnvironmentInput['gates'] {
  const errors = {
    kind: 'command',
    id: 'errors',
    ask: 'No request of the last ten seconds failed',
    why: 'Customers see errors before we do.',
    run: '~/bin/error-rate below 1',
    via: balancer,
    timeout: patience,
  } as const
  return {
    beforeLaunch: [
      { kind: 'tick', id: 'on-call', ask: 'On-call is informed and reachable until the end', why: 'INC-2031' },
      {
        kind: 'value',
        id: 'change',
        ask: 'Number of the change request',
        why: 'Whoever is woken up tonight must find out what changed.',
        pattern: '^CHG-[0-9]+$',
      },
      errors,
    ],
    beforeCanary: [errors],
    afterSoak: [
      { kind: 'tick', id: 'canary-looks-right', ask: 'The canary shows the right prices', why: 'INC-1987' },
      errors,
    ],
    beforeBatch: [errors],
    beforeClosing: [errors],
    beforeRollback: [{ kind: 'tick', id: 'on-call', ask: 'On-call knows that we go back' }],
  }
}
