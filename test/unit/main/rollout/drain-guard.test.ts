import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { DrainGuard, type Observation } from '../../../../src/main/rollout/drain-guard'
import { asHostName, type HostName } from '../../../../src/shared/domain/ids'

const host = (n: number) => asHostName(`web-${n}`)
const hosts = (count: number) => new Set(Array.from({ length: count }, (_, i) => host(i)))
const showing = (seen: ReadonlySet<HostName>) => (): Promise<Observation> =>
  Promise.resolve({ kind: 'serving', hosts: new Set(seen) })

describe('DrainGuard', () => {
  it('grants as many hosts that ask at once as the floor leaves, and refuses the rest with the numbers', async () => {
    const guard = new DrainGuard(showing(hosts(4)))
    const permits = await Promise.all([0, 1, 2].map((n) => guard.ask(host(n), 2)))
    expect(permits.map(({ kind }) => kind)).toEqual(['granted', 'granted', 'refused'])
    expect(permits[2]).toMatchObject({
      because: 'floor',
      reason: 'taking web-2 out would leave 1 serving; the floor is 2',
    })
  })

  it('counts a host with a permit as out although the traffic layer still shows it', async () => {
    const guard = new DrainGuard(showing(hosts(3)))
    await guard.ask(host(0), 2)
    expect(await guard.ask(host(1), 2)).toMatchObject({ kind: 'refused', because: 'floor' })
  })

  it('believes the traffic layer again after the permit was given back', async () => {
    const serving = hosts(3)
    const guard = new DrainGuard(showing(serving))
    const permit = await guard.ask(host(0), 2)
    serving.delete(host(0))
    if (permit.kind === 'granted') permit.release()
    expect(await guard.ask(host(1), 2)).toMatchObject({ kind: 'refused' })
    serving.add(host(0))
    expect(await guard.ask(host(1), 2)).toMatchObject({ kind: 'granted', serving: 3 })
  })

  it('lets a host that is out already pass, whatever the floor says', async () => {
    const guard = new DrainGuard(showing(hosts(2)))
    expect(await guard.ask(host(9), 2)).toMatchObject({ kind: 'granted' })
  })

  it('does not let a host pass as out that the layer still names, though a drain of it was tried', async () => {
    const lingering = new Set([host(0)])
    const guardOf = (count: number) => {
      const others = new Set([...hosts(count)].filter((each) => each !== host(0)))
      return new DrainGuard(() => Promise.resolve({ kind: 'serving', hosts: others, lingering }))
    }
    expect(await guardOf(3).ask(host(0), 2)).toMatchObject({ kind: 'granted' })
    // another one has gone down by itself since
    expect(await guardOf(2).ask(host(0), 2)).toMatchObject({
      kind: 'refused',
      reason: 'taking web-0 out would leave 1 serving; the floor is 2',
    })
  })

  it('refuses everybody when the traffic layer does not answer, and looks again for the next', async () => {
    let looks = 0
    const guard = new DrainGuard(() => {
      looks += 1
      return looks === 1 ? Promise.reject(new Error('connection refused')) : showing(hosts(3))()
    })
    expect(await guard.ask(host(0), 1)).toMatchObject({ kind: 'refused', because: 'traffic' })
    expect(await guard.ask(host(0), 1)).toMatchObject({ kind: 'granted' })
  })

  it('shares one look among hosts that ask while it is under way', async () => {
    let looks = 0
    const guard = new DrainGuard(() => {
      looks += 1
      return showing(hosts(10))()
    })
    await Promise.all([0, 1, 2, 3, 4].map((n) => guard.ask(host(n), 1)))
    expect(looks).toBeLessThanOrEqual(2)
  })

  it('never lets the fleet fall below the floor, whatever the order of looks, drains and returns', async () => {
    // each action: a host asks; or one that is on its way out is shown out; or one that is out comes back
    const action = fc.record({
      do: fc.constantFrom('ask', 'out', 'back'),
      n: fc.nat({ max: 7 }),
      waits: fc.nat({ max: 3 }),
    })
    await fc.assert(
      fc.asyncProperty(fc.nat({ max: 8 }), fc.array(action, { maxLength: 40 }), async (floor, actions) => {
        const serving = hosts(8)
        const leaving = new Map<HostName, () => void>()
        const guard = new DrainGuard(async () => {
          const seen = new Set(serving)
          await new Promise((resolve) => setImmediate(resolve))
          return { kind: 'serving', hosts: seen }
        })
        for (const { do: what, n, waits } of actions) {
          const name = host(n)
          if (what === 'ask' && serving.has(name) && !leaving.has(name)) {
            leaving.set(name, () => undefined)
            void guard.ask(name, floor).then((permit) => {
              if (permit.kind === 'refused') leaving.delete(name)
              else leaving.set(name, permit.release)
            })
          }
          if (what === 'out' && leaving.get(name)?.name === 'release') {
            serving.delete(name)
            leaving.get(name)?.()
            leaving.delete(name)
          }
          if (what === 'back') serving.add(name)
          for (let i = 0; i < waits; i += 1) await new Promise((resolve) => setImmediate(resolve))
          const permitted = [...leaving].filter(([, release]) => release.name === 'release').map(([each]) => each)
          const certain = [...serving].filter((each) => !permitted.includes(each)).length
          expect(certain).toBeGreaterThanOrEqual(Math.min(floor, 8))
        }
      }),
    )
  })
})
