import { describe, expect, it } from 'vitest'
import { isPassing, isWorthAnotherLook, pauseMs, reconnectDelayMs } from '../../../../src/main/shell/reconnect'
import { AppError } from '../../../../src/shared/errors/app-error'

describe('reconnectDelayMs', () => {
  it('doubles from 100 ms to 10 s', () => {
    const delays = [1, 2, 3, 4, 5, 6, 7, 8, 9, 500].map((failures) => reconnectDelayMs(failures, () => 0))
    expect(delays).toEqual([100, 200, 400, 800, 1_600, 3_200, 6_400, 10_000, 10_000, 10_000])
  })

  it('spreads over the upper half', () => {
    expect(reconnectDelayMs(3, () => 0.5)).toBe(300)
    expect(reconnectDelayMs(3, () => 0.999_999)).toBe(200)
  })
})

describe('isPassing and isWorthAnotherLook', () => {
  it.each([
    ['ssh.connection-lost', true, true],
    ['ssh.connect-refused', true, true],
    ['remote.shell-lost', true, true],
    ['console.out-of-files', true, true],
    ['ssh.auth-failed', false, true],
    ['ssh.name-unknown', false, true],
    ['ssh.host-key-changed', false, false],
    ['ssh.key-unreadable', false, false],
    ['remote.cannot-start', false, false],
    ['remote.closed', false, false],
  ] as const)('judges %s', (code, atOnce, laterOn) => {
    const error = new AppError(code)
    const found = [isPassing(error), isWorthAnotherLook(error, true), isWorthAnotherLook(error, false)]
    expect(found).toEqual([atOnce, laterOn, atOnce])
  })

  it('never repeats after a bug', () => {
    expect([isPassing(new Error('bug')), isWorthAnotherLook(new TypeError('bug'), true)]).toEqual([false, false])
  })
})

describe('pauseMs', () => {
  it('ends at once with the reason of the signal', async () => {
    const controller = new AbortController()
    const pause = pauseMs(60_000, controller.signal)
    controller.abort(new Error('stop'))
    await expect(pause).rejects.toThrow('stop')
  })
})
