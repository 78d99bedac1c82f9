import { describe, expect, it } from 'vitest'
import {
  planChecks,
  runChecks,
  type CheckTarget,
  type HostVerdict,
} from '../../../../../src/renderer/features/fleet/check-runner'
import { AppError } from '../../../../../src/shared/errors/app-error'

const targets = (environment: string, count: number): CheckTarget[] =>
  Array.from({ length: count }, (_, index) => ({ app: 'shop', environment, name: `${environment}-${index + 1}` }))

const sizesOf = (
  requests: readonly { readonly environment: string; readonly hosts?: readonly string[] | undefined }[],
) => requests.map(({ environment, hosts = [] }) => [environment, hosts.length])

describe('planChecks', () => {
  it('asks each cluster in pieces and names every host once', () => {
    const all = [...targets('test', 3), ...targets('production', 7)]
    const requests = planChecks(all, 3)
    expect(sizesOf(requests)).toEqual([
      ['test', 3],
      ['production', 3],
      ['production', 3],
      ['production', 1],
    ])
    expect(requests.flatMap(({ hosts }) => hosts)).toEqual(all.map(({ name }) => name))
  })

  it('asks nothing for no hosts', () => {
    expect(planChecks([])).toEqual([])
  })
})

/** A console whose answers come when the test says so. */
class SlowConsole {
  readonly asked: string[][] = []
  readonly #answers: ((verdicts: Promise<HostVerdict[]>) => void)[] = []

  readonly check = ({ hosts = [] }: { readonly hosts?: string[] | undefined }) =>
    new Promise<HostVerdict[]>((resolve) => {
      this.asked.push(hosts)
      this.#answers.push(resolve)
    })

  /** Answer the piece that was asked at this place, and let what follows from it happen. */
  async answer(index: number, failure?: Error): Promise<void> {
    const verdicts = (this.asked[index] ?? []).map((host) => ({ host, ok: true }))
    this.#answers[index]?.(failure ? Promise.reject(failure) : Promise.resolve(verdicts))
    for (let turn = 0; turn < 5; turn += 1) await Promise.resolve()
  }
}

function start(count: number, chunkHosts: number) {
  const console = new SlowConsole()
  const control = new AbortController()
  const tested: string[] = []
  const run = runChecks(planChecks(targets('production', count), chunkHosts), {
    check: console.check,
    onStart: () => undefined,
    onVerdicts: (_, verdicts) => tested.push(...verdicts.map(({ host }) => host)),
    signal: control.signal,
  })
  return { console, control, tested, run }
}

describe('runChecks', () => {
  it('has two pieces under way and starts the next when one comes back', async () => {
    const { console, tested, run } = start(5, 1)
    expect(console.asked).toHaveLength(2)
    await console.answer(1)
    expect(console.asked).toHaveLength(3)
    for (const index of [0, 2, 3, 4]) await console.answer(index)
    await run
    expect(tested.toSorted()).toEqual(targets('production', 5).map(({ name }) => name))
  })

  it('starts nothing more after an abort, and still tells what comes back', async () => {
    const { console, control, tested, run } = start(5, 1)
    control.abort()
    await console.answer(0)
    await console.answer(1)
    await run
    expect(console.asked).toHaveLength(2)
    expect(tested).toHaveLength(2)
  })

  it('ends with the first request that fails and starts no further one', async () => {
    const { console, tested, run } = start(5, 1)
    const failure = run.catch((error: unknown) => error)
    await console.answer(0, new AppError('console.connection-lost'))
    await console.answer(1)
    expect(await failure).toMatchObject({ code: 'console.connection-lost' })
    expect(console.asked).toHaveLength(2)
    expect(tested).toHaveLength(1)
  })
})
