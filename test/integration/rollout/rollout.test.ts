import { setTimeout as delay } from 'node:timers/promises'
import { afterEach, expect, it } from 'vitest'
import type { RolloutView } from '../../../src/shared/domain/rollout-view'
import { needs } from '../../helpers/require-tools'
import { ShopFleet, type ShopOptions } from '../../helpers/shop-fleet'
import { openTestConsole, type TestConsole } from '../../helpers/test-console'

const nineSteps = ['precheck', 'mute', 'drain', 'restart', 'admit', 'unmute']
const cleanups: (() => Promise<unknown> | void)[] = []
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup()
})

async function start(options: ShopOptions) {
  const fleet = await ShopFleet.start(options)
  cleanups.push(() => fleet.stop())
  const console = openTestConsole()
  cleanups.push(() => console.client.close(), console.remove)
  await console.applyFile(fleet.specFile)
  const request = { app: 'shop', environment: 'production', version: '1.1.0', by: 'ann' }
  const { rollout } = await console.client.request('rollout:start', request)
  return { fleet, console, rollout }
}

const show = ({ client }: TestConsole, rollout: string) =>
  client.request('rollout:show', { rollout }) as unknown as Promise<RolloutView>

/** Wait until the rollout needs a person or is over. */
async function atRest(console: TestConsole, rollout: string): Promise<RolloutView> {
  for (;;) {
    const view = await show(console, rollout)
    const isMoving = view.batches.some(({ hosts }) =>
      hosts.some(({ state }) => state === 'running' || state === 'undoing'),
    )
    if (!isMoving && ['waiting', 'braked', 'succeeded', 'failed', 'revoked'].includes(view.state)) return view
    await delay(50)
  }
}

async function signEverything(console: TestConsole, rollout: string): Promise<RolloutView> {
  for (;;) {
    const view = await atRest(console, rollout)
    if (view.state !== 'waiting') return view
    const gate = view.gates.find((each) => each?.gate === view.waitingFor)
    for (const item of gate?.items ?? []) {
      if (item.kind === 'tick')
        await console.client.request('rollout:answer', { rollout, item: item.id, answer: true, by: 'ann' })
    }
    await console.client.request('rollout:sign', { rollout, by: 'ann' })
  }
}

const hostsOf = (view: RolloutView) => view.batches.flatMap(({ hosts }) => hosts)

needs(
  'sshd',
  'nginx',
  'loopback-range',
)('a rollout over OpenSSH', () => {
  it('releases a package from a web server to 20 hosts, every step once, never below the floor', async () => {
    const { fleet, console, rollout } = await start({ hosts: 20 })
    const view = await signEverything(console, rollout)
    expect(view).toMatchObject({ state: 'succeeded', floor: 12, serving: 20, openDebts: 0 })
    expect(view.lowestServing).toBeGreaterThanOrEqual(view.floor)
    expect(view.batches.map(({ hosts }) => hosts.length)).toEqual([1, 2, 6, 6, 5])
    expect(view.batches[0]?.hosts[0]).toMatchObject({ name: 'web-01', versionBefore: '1.0.0', versionAfter: '1.1.0' })
    for (const name of fleet.names) {
      expect({
        name,
        version: fleet.version(name),
        serving: fleet.isServing(name),
        muted: fleet.isMuted(name),
        steps: fleet.steps(name),
      }).toEqual({ name, version: '1.1.0', serving: true, muted: false, steps: nineSteps })
    }
    expect(await console.client.request('rollout:verify', { rollout })).toMatchObject({ ok: true })
    const logs = await console.client.request('log:list', { rollout, host: 'web-07' })
    expect(logs.map(({ step }) => step)).toContain('fetch')
  })

  it('brakes when a host fails beyond the budget, keeps it out and muted, and retries it to success', async () => {
    const { fleet, console, rollout } = await start({ hosts: 8, strategy: ['canary: false', 'batches: [3]'] })
    fleet.breakHost('web-02')
    const braked = await signEverything(console, rollout)
    expect(braked).toMatchObject({ state: 'braked', brake: { cause: 'budget' }, openDebts: 2 })
    expect(hostsOf(braked).find(({ name }) => name === 'web-02')).toMatchObject({
      state: 'failed',
      failure: { step: 'verify' },
    })
    expect([fleet.isServing('web-02'), fleet.isMuted('web-02')]).toEqual([false, true])
    fleet.breakHost('web-02', false)
    await console.client.request('rollout:retry', { rollout, by: 'ann' })
    const view = await signEverything(console, rollout)
    expect(view).toMatchObject({ state: 'succeeded', openDebts: 0 })
    expect(fleet.names.map((name) => fleet.version(name))).toEqual(fleet.names.map(() => '1.1.0'))
  })

  it('rolls back with one request to what each host ran before, and blocks the release', async () => {
    const { fleet, console, rollout } = await start({ hosts: 6, strategy: ['canary: false', 'batches: [2]'] })
    await console.client
      .request('rollout:answer', { rollout, item: 'on-call', answer: true, by: 'ann' })
      .catch(() => undefined)
    fleet.breakHost('web-04')
    await signEverything(console, rollout)
    fleet.breakHost('web-04', false)
    const back = await console.client.request('rollout:rollback', { rollout, by: 'ann', reason: 'checkout is slow' })
    const view = await atRest(console, back.rollout)
    expect(view).toMatchObject({ type: 'rollback', state: 'succeeded', serving: 6 })
    expect(fleet.names.map((name) => fleet.version(name))).toEqual(fleet.names.map(() => '1.0.0'))
    expect(fleet.names.every((name) => fleet.isServing(name) && !fleet.isMuted(name))).toBe(true)
    expect(await show(console, rollout)).toMatchObject({ state: 'failed', rolledBackBy: back.rollout })
    expect(await console.client.request('debt:list', {})).toEqual([])
    const again = { app: 'shop', environment: 'production', version: '1.1.0', by: 'ann' }
    await expect(console.client.request('rollout:start', again)).rejects.toMatchObject({ code: 'release.blocked' })
    const lifted = await console.client.request('rollout:start', { ...again, unblock: true, reason: 'fixed the index' })
    expect(lifted.phase).toBe('waiting')
  })
})
