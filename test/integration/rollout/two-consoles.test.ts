import { existsSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { afterEach, expect, it, vi } from 'vitest'
import type { RolloutView } from '../../../src/shared/domain/rollout-view'
import { AppError } from '../../../src/shared/errors/app-error'
import { needs } from '../../helpers/require-tools'
import { ShopFleet } from '../../helpers/shop-fleet'
import { openTestConsole, type TestConsole } from '../../helpers/test-console'

const cleanups: (() => Promise<unknown> | void)[] = []
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup()
})

async function open(fleet: ShopFleet, folder?: string) {
  const console = openTestConsole(folder)
  let isOpen = true
  const close = async () => {
    if (isOpen) await console.client.close()
    isOpen = false
  }
  cleanups.push(console.remove, close)
  if (folder === undefined) await console.applyFile(fleet.specFile)
  return { ...console, close }
}

const request = (by: string) => ({ app: 'shop', environment: 'production', version: '1.1.0', by })
const refusalOf = (error: unknown) => error as AppError

const show = ({ client }: TestConsole, rollout: string) =>
  client.request('rollout:show', { rollout }) as unknown as Promise<RolloutView>

/** Sign whatever waits until the rollout is braked or over. */
async function lead(console: TestConsole, rollout: string, by: string): Promise<RolloutView> {
  for (;;) {
    const view = await show(console, rollout)
    if (view.result !== undefined || view.state === 'braked') return view
    if (view.waitingFor) await console.client.request('rollout:sign', { rollout, by }).catch(() => undefined)
    await delay(30)
  }
}

needs(
  'sshd',
  'nginx',
  'loopback-range',
)('two consoles with data folders of their own', () => {
  it('release to a cluster one after the other; a broken lock is recorded, and its former owner stops', async () => {
    const fleet = await ShopFleet.start({
      hosts: 4,
      isProtected: false,
      gates: ['beforeLaunch: []'],
      strategy: ['canary: false', 'batches: [2]', 'maxUnavailable: 2'],
    })
    cleanups.push(() => fleet.stop())
    const [ann, bob] = [await open(fleet), await open(fleet)]
    const locks = join(fleet.homeOf('web-01'), '.lastmile/locks/shop.production')

    const both = await Promise.all(
      [ann, bob].map((console, i) => {
        return console.client.request('rollout:start', request(i === 0 ? 'ann' : 'bob')).catch(refusalOf)
      }),
    )
    const annWins = !(both[0] instanceof AppError)
    const [winner, loser] = annWins ? [ann, bob] : [bob, ann]
    const [first, refused] = annWins ? both : both.toReversed()
    const [owner, other] = annWins ? ['ann', 'bob'] : ['bob', 'ann']
    if (!first || first instanceof AppError) throw first ?? new Error('neither console could start')
    const { rollout } = first
    expect(refused).toMatchObject({ code: 'lock.held', details: { by: owner, rollout, folder: winner.folder } })

    // the winner ends without a word, and is not heard of for longer than a lock lasts
    await winner.close()
    const beat = readdirSync(locks).find((name) => name.startsWith('beat.')) ?? ''
    writeFileSync(join(locks, beat), `${Math.floor(Date.now() / 1_000) - 301}\n`)
    const stale = await loser.client.request('rollout:start', request(other)).catch(refusalOf)
    expect(stale).toMatchObject({ code: 'lock.stale', details: { by: owner } })
    const lock = {
      kind: 'break',
      lock: String((stale as AppError).details['lock']),
      reason: 'nobody is there',
    } as const
    const second = await loser.client.request('rollout:start', { ...request(other), lock })
    const events = await loser.client.request('rollout:events', { rollout: second.rollout, afterSeq: 0 })
    expect(events[1]).toMatchObject({
      kind: 'lock-broken',
      actor: other,
      payload: { holder: { by: owner, rollout }, reason: 'nobody is there' },
    })

    const back = await open(fleet, winner.folder)
    await back.client.request('rollout:attach', { rollout })
    const braked = await lead(back, rollout, owner)
    expect(braked).toMatchObject({ state: 'braked', brake: { cause: 'lock' } })
    expect(braked.brake?.reason).toContain(`rollout ${second.rollout} by ${other}`)
    expect(fleet.names.flatMap((name) => fleet.steps(name))).toEqual([])

    expect(await lead(loser, second.rollout, other)).toMatchObject({ result: 'succeeded' })
    await vi.waitFor(() => expect(existsSync(locks)).toBe(false))
    await back.client.request('rollout:resume', { rollout, by: owner })
    expect(await lead(back, rollout, owner)).toMatchObject({ result: 'succeeded' })
    for (const name of fleet.names) expect(fleet.version(name)).toBe('1.1.0')
  })
})
