import { describe, expect, it } from 'vitest'
import { placeToShow } from '../../../../src/main/desktop/place-to-show'
import type { ConsoleClient } from '../../../../src/main/ipc/console-client'
import { AppError } from '../../../../src/shared/errors/app-error'

function consoleWith(error?: AppError) {
  const requests: unknown[] = []
  const request = (...asked: unknown[]) => {
    requests.push(asked)
    return error ? Promise.reject(error) : Promise.resolve([])
  }
  return { client: { request } as unknown as Pick<ConsoleClient, 'request'>, requests }
}
const unknown = new AppError('rollout.unknown', { details: { rollout: 'k7m2' } })
const broken = new AppError('console.out-of-files', { details: { reason: 'EMFILE' } })

describe('placeToShow', () => {
  it.each(['/', '/fleet?app=rollouts', '/history?text=k7m2', '/settings/data'])(
    'asks nobody about %s',
    async (place) => {
      const { client, requests } = consoleWith(unknown)
      expect([await placeToShow(place, client), requests]).toEqual([place, []])
    },
  )

  it('asks for a rollout, and for none of its journal', async () => {
    const { client, requests } = consoleWith()
    expect(await placeToShow('/history/k7m2?part=gates', client)).toBe('/history/k7m2?part=gates')
    expect(requests).toEqual([['rollout:events', { rollout: 'k7m2', afterSeq: 1_000_000_000 }]])
  })

  it.each([
    ['/rollouts/k7m2', unknown, '/'],
    ['/history/k7m2?part=gates', unknown, '/history'],
    ['/rollouts/%zz', undefined, '/'],
    ['/rollouts/k7m2', broken, '/rollouts/k7m2'],
  ] as const)('leads from %s with %s to %s', async (place, error, shown) => {
    expect(await placeToShow(place, consoleWith(error).client)).toBe(shown)
  })
})
