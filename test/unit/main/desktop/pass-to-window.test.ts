import { beforeEach, describe, expect, it, vi } from 'vitest'
import { passToWindow } from '../../../../src/main/desktop/pass-to-window'
import { fakeElectron, resetElectron } from '../../../helpers/fake-electron'

vi.mock('electron', async () => (await import('../../../helpers/fake-electron')).fakeElectron)
beforeEach(resetElectron)

describe('passToWindow', () => {
  it('starts the window with what the system asks a verb in a terminal for', () => {
    const started: unknown[] = []
    let kept = 0
    passToWindow((...program) => void started.push(program))
    expect(started).toEqual([])
    const event = { preventDefault: () => (kept += 1) }
    fakeElectron.app.emit('activate', {}, false)
    fakeElectron.app.emit('open-url', event, 'lastmile://rollout/k7m2')
    fakeElectron.app.emit('open-file', event, '/shop/lastmile.yml')
    expect([started, kept]).toEqual([
      [
        [process.execPath, []],
        [process.execPath, ['lastmile://rollout/k7m2']],
        [process.execPath, ['/shop/lastmile.yml']],
      ],
      2,
    ])
  })
})
