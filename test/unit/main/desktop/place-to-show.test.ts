import { describe, expect, it } from 'vitest'
import { readJournal } from '../../../../src/main/db/repositories/journal'
import { verifyJournal } from '../../../../src/main/db/verify-journal'
import { placeToShow } from '../../../../src/main/desktop/place-to-show'
import type { ConsoleClient } from '../../../../src/main/ipc/console-client'
import { LocalClient } from '../../../../src/main/ipc/local-client'
import { PushHub } from '../../../../src/main/ipc/push-hub'
import { reviewHandlers, type ReviewServices } from '../../../../src/main/ipc/review-handlers'
import { rolloutHandlers } from '../../../../src/main/ipc/rollout-handlers'
import { asRolloutId } from '../../../../src/shared/domain/ids'
import { AppError } from '../../../../src/shared/errors/app-error'
import type { Handlers } from '../../../../src/shared/ipc/contract'
import { ServiceHarness } from '../../../helpers/service-harness'

function consoleWith(error?: AppError) {
  const requests: unknown[] = []
  const request = (...asked: unknown[]) => {
    requests.push(asked)
    return error ? Promise.reject(error) : Promise.resolve([])
  }
  return { client: { request } as unknown as Pick<ConsoleClient, 'request'>, requests }
}
/** The handlers that answer, with one rollout. */
async function realConsole() {
  const harness = new ServiceHarness()
  const { book, clock, db, service: rollouts } = harness
  const readRows: ReviewServices['readRows'] = (rollout, afterSeq, toSeq) =>
    readJournal(db, asRolloutId(rollout), afterSeq + 1, toSeq)
  const review = reviewHandlers({ rollouts, book, clock, readRows, verify: (id) => verifyJournal(db, asRolloutId(id)) })
  const handlers = { ...rolloutHandlers(rollouts), ...review } as unknown as Handlers
  const client = new LocalClient(handlers, new PushHub(), () => Promise.resolve())
  const wish = { app: 'shop', environment: 'production', version: '1.1.0', by: 'ann' }
  const { rollout } = await harness.during(client.request('rollout:start', wish))
  return { client, rollout }
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

  it('stays with a rollout that is there, and leaves one that is not', async () => {
    const { client, rollout } = await realConsole()
    const places = [`/rollouts/${rollout}`, `/history/${rollout}?part=logs`, '/rollouts/k7m2', '/history/k7m2']
    const shown = await Promise.all(places.map((place) => placeToShow(place, client)))
    expect(shown).toEqual([places[0], places[1], '/', '/history'])
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
