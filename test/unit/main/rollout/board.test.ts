import { describe, expect, it } from 'vitest'
import { SqliteClusterBook } from '../../../../src/main/db/cluster-book'
import { boardHandlers } from '../../../../src/main/ipc/board-handlers'
import { dispatch } from '../../../../src/main/ipc/router'
import { showBoard } from '../../../../src/main/rollout/board'
import type { Handlers } from '../../../../src/shared/ipc/contract'
import { ServiceHarness, isAtRest } from '../../../helpers/service-harness'

function opened() {
  const harness = new ServiceHarness()
  const clusters = new SqliteClusterBook(harness.db)
  const show = () => showBoard({ clusters, book: harness.book, rollouts: harness.service })
  const handlers = boardHandlers(show) as unknown as Handlers
  const board = async () => {
    const result = await dispatch(handlers, 'board:show', {})
    return result.ok ? result.value : result.error
  }
  return { harness, board }
}

describe('showBoard', () => {
  it('shows an app that nobody has looked at yet', async () => {
    expect(await opened().board()).toEqual({
      environments: ['production'],
      apps: [{ app: 'shop' }],
      cells: [
        {
          app: 'shop',
          environment: 'production',
          isProtected: false,
          hosts: 4,
          drift: 0,
          versions: [],
          healthy: 0,
          unhealthy: 0,
          unreachable: 0,
          unknown: 4,
          openDebts: 0,
        },
      ],
      open: [],
      recent: [],
    })
  })

  it('shows what is in progress and whom it waits for, and afterwards what runs since when', async () => {
    const { harness, board } = opened()
    const { rollout } = await harness.start()
    expect(await board()).toMatchObject({
      cells: [{ openRollout: rollout, unknown: 0, healthy: 4 }],
      open: [
        {
          rollout,
          startedBy: 'ann',
          phase: 'waiting',
          gate: 'before-launch',
          hosts: 4,
          done: 0,
          failed: 0,
          signedBy: [],
        },
      ],
      recent: [],
    })
    const { finishedAtMs } = await harness.drive(rollout, isAtRest)
    expect(await board()).toMatchObject({
      cells: [{ version: '1.1.0', sinceMs: finishedAtMs, healthy: 4, lastRollout: { rollout, result: 'succeeded' } }],
      open: [],
      recent: [{ rollout, result: 'succeeded' }],
    })
  })
})
