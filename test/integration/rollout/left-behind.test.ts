import { setTimeout as delay } from 'node:timers/promises'
import { afterEach, expect, it } from 'vitest'
import type { RolloutView } from '../../../src/shared/domain/rollout-view'
import { needs } from '../../helpers/require-tools'
import { ShopFleet, type ShopOptions } from '../../helpers/shop-fleet'
import { openTestConsole, type TestConsole } from '../../helpers/test-console'

const cleanups: (() => Promise<unknown> | void)[] = []
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup()
})

async function start(options: ShopOptions) {
  const fleet = await ShopFleet.start({ isProtected: false, gates: ['beforeLaunch: []'], ...options })
  cleanups.push(() => fleet.stop())
  const console = openTestConsole()
  cleanups.push(console.remove)
  await console.applyFile(fleet.specFile)
  const request = { app: 'shop', environment: 'production', version: '1.1.0', by: 'ann' }
  const { rollout } = await console.client.request('rollout:start', request)
  return { fleet, console, rollout }
}

const show = ({ client }: TestConsole, rollout: string) =>
  client.request('rollout:show', { rollout }) as unknown as Promise<RolloutView>

/** Sign whatever waits until the rollout is braked or over, or `holds` says so. */
async function signUntil(console: TestConsole, rollout: string, holds: (view: RolloutView) => boolean) {
  for (;;) {
    const view = await show(console, rollout)
    const isMoving = view.batches.some(({ hosts }) =>
      hosts.some(({ state }) => state === 'running' || state === 'undoing'),
    )
    if (holds(view) || (!isMoving && (view.state === 'braked' || view.result))) return view
    if (view.waitingFor && !isMoving) await console.client.request('rollout:sign', { rollout, by: 'ann' })
    await delay(30)
  }
}

needs(
  'sshd',
  'nginx',
  'loopback-range',
)('what a console left behind', () => {
  it('is finished by the next one, every step once and never below the floor, however often consoles end', async () => {
    const {
      fleet,
      console: first,
      rollout,
    } = await start({
      hosts: 8,
      restartSeconds: 1,
      strategy: ['canary: false', 'batches: [3]', 'maxUnavailable: 3'],
    })
    let lowest = fleet.names.length
    const watching = setInterval(() => {
      lowest = Math.min(lowest, fleet.names.filter((name) => fleet.isServing(name)).length)
    }, 5)
    cleanups.push(() => clearInterval(watching))
    let console = first
    for (const [host, step] of [
      ['web-01', 'mute'],
      ['web-02', 'drain'],
      ['web-05', 'restart'],
      ['web-08', 'admit'],
    ] as const) {
      await signUntil(console, rollout, () => fleet.steps(host).includes(step))
      await console.client.close()
      console = openTestConsole(first.folder)
      await console.client.request('rollout:attach', { rollout })
    }
    const last = console
    cleanups.push(() => last.client.close())
    const view = await signUntil(console, rollout, () => false)
    expect(view).toMatchObject({ state: 'succeeded', serving: 8, openDebts: 0, floor: 5 })
    expect(lowest).toBeGreaterThanOrEqual(5)
    for (const name of fleet.names) {
      const steps = ['precheck', 'mute', 'drain', 'restart', 'admit', 'unmute']
      expect({ name, steps: fleet.steps(name), version: fleet.version(name) }).toEqual({
        name,
        steps,
        version: '1.1.0',
      })
    }
    expect(await console.client.request('rollout:verify', { rollout })).toMatchObject({ ok: true })
  })

  it('stays owed after a rollout was revoked, until the host is well and put back', async () => {
    const { fleet, console, rollout } = await start({ hosts: 4, strategy: ['canary: false', 'batches: [2]'] })
    cleanups.push(() => console.client.close())
    fleet.breakHost('web-02')
    expect(await signUntil(console, rollout, () => false)).toMatchObject({ state: 'braked', openDebts: 2 })
    // trying again does not help, and a brake in the middle of it must not put the host back either
    await console.client.request('rollout:retry', { rollout, by: 'ann' })
    await console.client.request('rollout:brake', { rollout, by: 'ann', reason: 'thinking' })
    await signUntil(console, rollout, () => false)
    expect([fleet.isServing('web-02'), fleet.isMuted('web-02')]).toEqual([false, true])
    await console.client.request('rollout:revoke', { rollout, by: 'ann', reason: 'broken build' })
    expect(await show(console, rollout)).toMatchObject({ result: 'revoked', openDebts: 2 })

    const settle = () => console.client.request('debt:settle', { debts: ['web-02'], by: 'bob', byHand: false })
    expect(await settle()).toMatchObject([
      { ok: false, problem: expect.stringContaining('not well') as string },
      { ok: false, problem: expect.stringContaining('stays muted') as string },
    ])
    expect([fleet.isServing('web-02'), fleet.isMuted('web-02')]).toEqual([false, true])
    fleet.breakHost('web-02', false)
    expect((await settle()).map(({ ok }) => ok)).toEqual([true, true])
    expect(await console.client.request('debt:list', {})).toEqual([])
    expect([fleet.isServing('web-02'), fleet.isMuted('web-02')]).toEqual([true, false])
    expect(await show(console, rollout)).toMatchObject({ serving: 4, openDebts: 0 })
  })
})
