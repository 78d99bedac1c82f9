import { afterEach, expect, it } from 'vitest'
import { FakePane } from '../../helpers/fake-pane'
import { needs } from '../../helpers/require-tools'
import { ShopFleet } from '../../helpers/shop-fleet'
import { openTestConsole, type TestConsole } from '../../helpers/test-console'

const cleanups: (() => Promise<unknown> | void)[] = []
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup()
})

/** Sign whatever waits until the rollout has its result. */
async function finish({ client }: TestConsole, rollout: string): Promise<string> {
  for (;;) {
    const { phase } = await client.request('rollout:find', { rollout })
    if (['succeeded', 'failed', 'braked'].includes(phase)) return phase
    if (phase === 'waiting') {
      // asked for before a batch only
      const answer = { rollout, item: 'on-call', answer: true as const, by: 'ann' }
      await client.request('rollout:answer', answer).catch(() => undefined)
      await client.request('rollout:sign', { rollout, by: 'ann' })
    }
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}

needs(
  'sshd',
  'nginx',
  'loopback-range',
)('the log of a host in a rollout', () => {
  it('reaches a pane live, the same as is stored, and ends with the rollout', async () => {
    const fleet = await ShopFleet.start({ hosts: 3, strategy: ['canary: false', 'batches: [1]'] })
    cleanups.push(() => fleet.stop())
    const console = openTestConsole()
    cleanups.push(() => console.client.close(), console.remove)
    await console.applyFile(fleet.specFile)
    const request = { app: 'shop', environment: 'production', version: '1.1.0', by: 'ann' }
    const { rollout } = await console.client.request('rollout:start', request)
    const open = (text: string, host = 'web-02') => {
      const pane = new FakePane()
      pane.stream = console.terminals.open({ kind: 'log', rollout: text, host }, pane)
      return pane
    }
    const live = open(rollout)
    expect(await finish(console, rollout)).toBe('succeeded')
    await expect.poll(() => live.ended, { timeout: 5_000 }).toEqual({ kind: 'ended' })
    const past = open('latest')
    await expect.poll(() => past.ended, { timeout: 5_000 }).toEqual({ kind: 'ended' })
    const logs = await console.client.request('log:list', { rollout, host: 'web-02' })
    expect(logs.length).toBeGreaterThan(3)
    for (const pane of [live, past]) {
      expect([...pane.sections].map(([name, bytes]) => [name, Buffer.concat(bytes).length])).toEqual(
        logs.map(({ step, attempt, sizeBytes }) => [`${step}.${attempt}`, sizeBytes]),
      )
    }
    expect(live.text).toBe(past.text)
    expect(open(rollout, 'web-09').ended).toMatchObject({ error: { code: 'rollout.no-such-host' } })
  }, 60_000)
})
