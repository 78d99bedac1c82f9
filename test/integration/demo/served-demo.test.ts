import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { ServedDemo } from '../../../src/main/demo/served-demo'
import type { DemoStatus } from '../../../src/shared/ipc/requests/console-requests'
import { openTestConsole } from '../../helpers/test-console'

const patience = { timeout: 60_000, interval: 5 }
const cluster = { app: 'shop', environment: 'production' }

/** A console with a demo, in a data folder that may be opened again. */
function opened(folder?: string) {
  const opened = openTestConsole(folder, { openDemo: (surroundings) => new ServedDemo(surroundings) })
  const { client } = opened
  const heard: DemoStatus[] = []
  client.onPush('demo:changed', (status) => heard.push(status))
  const status = () => client.request('demo:status', {})
  const until = (state: DemoStatus['state']) => vi.waitUntil(async () => (await status()).state === state, patience)
  return { ...opened, heard, status, until }
}

/** Start the new version and go on until its first batch is on its way. */
async function launch({ client }: ReturnType<typeof opened>) {
  const by = 'ann'
  const { rollout } = await client.request('rollout:start', { ...cluster, version: '1.1.0', by })
  await client.request('rollout:answer', { rollout, by, item: 'on-call', answer: true })
  await client.request('rollout:answer', { rollout, by, item: 'change', answer: 'CHG-1' })
  await client.request('rollout:sign', { rollout, by })
  await client.request('rollout:sign', { rollout, by })
  await vi.waitUntil(async () => (await client.request('debt:list', cluster)).length > 0, patience)
  return rollout
}

describe('ServedDemo', () => {
  it('starts a fleet that the console knows at once, and takes it away again', async () => {
    const console = opened()
    const { client, heard, status, until, remove } = console
    onTestFinished(async () => {
      await client.close()
      remove()
    })
    expect(await status()).toMatchObject({ state: 'off', app: 'shop', newVersion: '1.1.0' })
    const wishes = { hosts: 4, fail: ['web-3:verify'] }
    expect(await client.request('demo:start', wishes)).toMatchObject({ state: 'starting', fail: ['web-03:verify'] })
    await expect(client.request('demo:start', {})).rejects.toMatchObject({ code: 'demo.started-already' })
    await until('running')
    expect(await client.request('host:list', cluster)).toMatchObject(
      Array.from({ length: 4 }, () => ({ version: '1.0.0', isHealthy: true, isServing: true })),
    )
    const rollout = await launch(console)
    expect(await client.request('demo:stop', {})).toMatchObject({ state: 'off' })
    expect(await client.request('app:list', {})).toEqual([])
    expect(await client.request('debt:list', {})).toEqual([])
    expect(await client.request('rollout:list', {})).toMatchObject([{ rollout, result: 'revoked' }])
    await vi.waitUntil(() => heard.at(-1)?.state === 'off', patience)
    expect(heard.map(({ state, startedHosts }) => `${state} ${startedHosts}`)).toEqual([
      'starting 0',
      'starting 1',
      'starting 2',
      'starting 3',
      'starting 4',
      'running 4',
      'off 0',
    ])
  })

  it('starts anew in a data folder that still has a rollout of an earlier fleet', async () => {
    const first = opened()
    await first.client.request('demo:start', { hosts: 4 })
    await first.until('running')
    const rollout = await launch(first)
    await first.client.close()

    const second = opened(first.folder)
    onTestFinished(async () => {
      await second.client.close()
      second.remove()
    })
    await second.client.request('rollout:attach', { rollout })
    await second.client.request('demo:start', { hosts: 4 })
    await second.until('running')
    const [entry] = await second.client.request('rollout:list', cluster)
    expect(entry).toMatchObject({ rollout, result: 'revoked' })
    expect(await second.client.request('debt:list', {})).toEqual([])
    expect(await second.client.request('host:list', cluster)).toMatchObject(
      Array.from({ length: 4 }, () => ({ version: '1.0.0', isHealthy: true })),
    )
    await launch(second)
  })

  it('tells what cannot be started, and is not there in a console without one', async () => {
    const { client, status, remove } = opened()
    const none = openTestConsole()
    onTestFinished(async () => {
      await Promise.all([client.close(), none.client.close()])
      remove()
      none.remove()
    })
    await expect(client.request('demo:start', { hosts: 3, fail: ['web-9:verify'] })).rejects.toMatchObject({
      code: 'demo.unknown-host',
    })
    expect(await status()).toMatchObject({ state: 'off' })
    expect(await none.client.request('demo:status', {})).toMatchObject({ state: 'unavailable' })
    await expect(none.client.request('demo:start', {})).rejects.toMatchObject({ code: 'demo.unavailable' })
  })
})
