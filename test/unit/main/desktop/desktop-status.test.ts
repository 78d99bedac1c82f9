import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { nothingGoesOn, projectDesktop, type DesktopStatus } from '../../../../src/main/desktop/desktop-status'
import { StatusFollower } from '../../../../src/main/desktop/status-follower'
import { openRollout } from '../../../helpers/open-rollout'

describe('projectDesktop', () => {
  it('is quiet when nothing goes on', () => {
    expect(projectDesktop([])).toEqual(nothingGoesOn)
  })

  it('counts what waits, and how far the rest is', () => {
    const status = projectDesktop([
      openRollout({ rollout: 'a', phase: 'running', hosts: 10, done: 4 }),
      openRollout({ rollout: 'b', phase: 'soaking', hosts: 30, done: 6 }),
      openRollout({ rollout: 'c', phase: 'waiting', gate: 'batch-2', hosts: 50, done: 50 }),
      openRollout({ rollout: 'd', phase: 'braked', hosts: 5, done: 1 }),
    ])
    expect(status.moving.map(({ rollout }) => rollout)).toEqual(['a', 'b'])
    expect(status.attention.map(({ kind, key }) => [kind, key])).toEqual([
      ['waiting', 'c waiting batch-2'],
      ['braked', 'd braked '],
    ])
    expect(status.progress).toBe(0.25)
  })
})

describe('StatusFollower', () => {
  beforeEach(() => void vi.useFakeTimers())
  afterEach(() => void vi.useRealTimers())

  function follow() {
    const state = { asked: 0, isBroken: false, open: [openRollout({ phase: 'running' })] }
    const refused: string[] = []
    const listeners = new Set<() => void>()
    const client: ConstructorParameters<typeof StatusFollower>[0] = {
      request: () => {
        state.asked += 1
        return state.isBroken ? Promise.reject(new Error('disk')) : Promise.resolve({ open: state.open } as never)
      },
      onPush: (_name, listener) => {
        listeners.add(listener as () => void)
        return () => void listeners.delete(listener as () => void)
      },
    }
    const follower = new StatusFollower(client, (what) => void refused.push(what))
    const told: DesktopStatus[] = []
    follower.listen((status) => void told.push(status))
    const push = () => {
      for (const listener of listeners) listener()
    }
    return { follower, state, told, push, listeners, refused }
  }

  it('asks once for many pushes, and tells only what changed', async () => {
    const { state, told, push } = follow()
    for (let event = 0; event < 100; event += 1) push()
    await vi.advanceTimersByTimeAsync(1_000)
    push()
    await vi.advanceTimersByTimeAsync(1_000)
    expect([state.asked, told.length]).toEqual([2, 1])
    state.open = []
    push()
    await vi.advanceTimersByTimeAsync(1_000)
    expect(told.at(-1)).toEqual(nothingGoesOn)
  })

  it('asks again until the board can be read, or it was stopped', async () => {
    const { follower, state, told, push, refused } = follow()
    state.isBroken = true
    push()
    await vi.advanceTimersByTimeAsync(1_500)
    expect([told, refused]).toEqual([[], Array(2).fill('a board that cannot be read')])
    state.isBroken = false
    await vi.advanceTimersByTimeAsync(700)
    expect([told.length, vi.getTimerCount()]).toEqual([1, 0])
    state.isBroken = true
    push()
    vi.advanceTimersByTime(700)
    follower.stop()
    await vi.advanceTimersByTimeAsync(0)
    expect([refused.length, vi.getTimerCount()]).toEqual([2, 0])
  })

  it('says nothing after it was stopped', async () => {
    const { follower, told, push, listeners } = follow()
    push()
    follower.stop()
    await vi.advanceTimersByTimeAsync(1_000)
    expect([told, listeners.size]).toEqual([[], 0])
  })
})
