import { describe, expect, it } from 'vitest'
import { QuitGuard, type QuitAnswer } from '../../../../src/main/desktop/quit-guard'
import { turns } from '../../../helpers/fake-clock'

function guard(isMoving: boolean) {
  const state = { nowMs: 1_000, isMoving, asked: 0, done: [] as string[], answer: (_: QuitAnswer) => undefined as void }
  const quitGuard = new QuitGuard({
    nowMs: () => state.nowMs,
    isMoving: () => state.isMoving,
    ask: () => {
      state.asked += 1
      return new Promise((resolve) => (state.answer = resolve))
    },
    hide: () => void state.done.push('hide'),
    quit: () => void state.done.push('quit'),
  })
  /** True when the program may end. */
  const end = () => {
    let isEnding = true
    quitGuard.onEnd({ preventDefault: () => (isEnding = false) })
    return isEnding
  }
  const answer = async (what: QuitAnswer) => {
    state.answer(what)
    await turns()
  }
  return { quitGuard, state, end, answer }
}

describe('QuitGuard', () => {
  it('lets a program end that does nothing', () => {
    const { state, end } = guard(false)
    expect([end(), state.asked]).toEqual([true, 0])
  })

  it('asks first while a rollout goes on, once', () => {
    const { state, end } = guard(true)
    expect([end(), end(), state.asked]).toEqual([false, false, 1])
  })

  it('goes on out of sight when told so, and asks again the next time', async () => {
    const { state, end, answer } = guard(true)
    end()
    await answer('keep')
    expect([state.done, end(), state.asked]).toEqual([['hide'], false, 2])
  })

  it('ends when told so, without asking again', async () => {
    const { state, end, answer } = guard(true)
    end()
    await answer('quit')
    expect([state.done, end(), state.asked]).toEqual([['quit'], true, 1])
  })

  it('does nothing when told so', async () => {
    const { state, end, answer } = guard(true)
    end()
    await answer('cancel')
    expect([state.done, end()]).toEqual([[], false])
  })

  it('does not hold up a machine that shuts down', () => {
    const { quitGuard, state, end } = guard(true)
    quitGuard.beSure()
    expect([end(), state.asked]).toEqual([true, 0])
  })

  it('asks again after a shutdown that was called off', () => {
    const { quitGuard, state, end } = guard(true)
    quitGuard.beSure()
    state.nowMs += 29_999
    expect([end(), state.asked]).toEqual([true, 0])
    state.nowMs += 1
    expect([end(), state.asked]).toEqual([false, 1])
  })
})
