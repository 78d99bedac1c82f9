import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { disposeAtEnd, endWithSystem } from '../../../../src/main/desktop/farewell'
import { asked, fakeElectron, resetElectron } from '../../../helpers/fake-electron'

vi.mock('electron', async () => (await import('../../../helpers/fake-electron')).fakeElectron)
beforeEach(() => {
  resetElectron()
  vi.useFakeTimers()
})
afterEach(() => void vi.useRealTimers())

function ending() {
  const done: string[] = []
  let disposed: { resolve: () => void; reject: (error: Error) => void } | undefined
  const dispose = () =>
    new Promise<void>((resolve, reject) => {
      done.push('dispose')
      disposed = { resolve, reject }
    })
  const shell = { close: () => void done.push('close'), quitGuard: { beSure: () => void done.push('sure') } }
  disposeAtEnd({ dispose }, shell)
  /** True when the program may end. */
  const end = () => {
    let isEnding = true
    fakeElectron.app.emit('will-quit', { preventDefault: () => (isEnding = false) })
    return isEnding
  }
  const quits = () => asked.filter(([what]) => what === 'app.quit').length
  return { done, end, quits, disposed: () => disposed }
}

describe('disposeAtEnd', () => {
  it('does not let another end cut off that the console is let go of', async () => {
    const { done, end, quits, disposed } = ending()
    expect([end(), end(), end()]).toEqual([false, false, false])
    await vi.advanceTimersByTimeAsync(5_000)
    expect([end(), quits(), done]).toEqual([false, 0, ['close', 'dispose']])
    disposed()?.resolve()
    await vi.advanceTimersByTimeAsync(0)
    expect([quits(), end(), done]).toEqual([1, true, ['close', 'dispose', 'sure']])
  })

  it('ends as well when that fails', async () => {
    const { end, quits, disposed } = ending()
    end()
    disposed()?.reject(new Error('the disk is full'))
    await vi.advanceTimersByTimeAsync(0)
    expect([quits(), end()]).toEqual([1, true])
  })

  it('waits for it eight seconds and no longer', async () => {
    const { end, quits } = ending()
    end()
    await vi.advanceTimersByTimeAsync(7_999)
    expect([quits(), end()]).toEqual([0, false])
    await vi.advanceTimersByTimeAsync(1)
    expect([quits(), end()]).toEqual([1, true])
  })
})

describe('endWithSystem', () => {
  it('has the system wait for an end in order that asks nobody', () => {
    const done: string[] = []
    endWithSystem({ quitGuard: { beSure: () => void done.push('sure') } })
    fakeElectron.powerMonitor.emit('shutdown', { preventDefault: () => void done.push('wait') })
    expect([done, asked]).toEqual([['wait', 'sure'], [['app.quit']]])
  })
})
