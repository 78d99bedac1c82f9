import { afterEach, expect, it } from 'vitest'
import { needs } from '../../helpers/require-tools'
import { ShopFleet } from '../../helpers/shop-fleet'
import { openTestConsole } from '../../helpers/test-console'

const cleanups: (() => Promise<unknown> | void)[] = []
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup()
})

needs(
  'sshd',
  'nginx',
  'loopback-range',
)('a console that is opened only to look', () => {
  it('starts nothing of a rollout that was left under way, until somebody attaches to it', async () => {
    const fleet = await ShopFleet.start({
      hosts: 4,
      restartSeconds: 2,
      isProtected: false,
      strategy: ['canary: false', 'batches: [2]', 'maxUnavailable: 50%'],
    })
    cleanups.push(() => fleet.stop())
    const first = openTestConsole()
    cleanups.push(first.remove)
    await first.applyFile(fleet.specFile)
    const { rollout } = await first.client.request('rollout:start', {
      app: 'shop',
      environment: 'production',
      version: '1.1.0',
      by: 'ann',
    })
    await first.client.request('rollout:sign', { rollout, by: 'ann' })
    await first.client.request('rollout:answer', { rollout, item: 'on-call', answer: true, by: 'ann' })
    await first.client.request('rollout:sign', { rollout, by: 'ann' })
    const rowsOf = async ({ client }: typeof first) =>
      (await client.request('rollout:events', { rollout, afterSeq: 0 })).length
    while (!fleet.steps('web-01').includes('restart')) await new Promise((resolve) => setTimeout(resolve, 50))
    await first.client.close()

    const second = openTestConsole(first.folder)
    const before = await rowsOf(second)
    expect(await second.client.request('rollout:show', { rollout })).toMatchObject({ state: 'running' })
    expect(await second.client.request('rollout:list', {})).toHaveLength(1)
    await new Promise((resolve) => setTimeout(resolve, 2_500))
    expect(await rowsOf(second)).toBe(before)
    await second.client.request('rollout:attach', { rollout })
    while ((await second.client.request('rollout:find', { rollout })).phase === 'running') {
      await new Promise((resolve) => setTimeout(resolve, 50))
    }
    expect(fleet.steps('web-01')).toEqual(['precheck', 'mute', 'drain', 'restart', 'admit', 'unmute'])
    await second.client.close()
  })
})
