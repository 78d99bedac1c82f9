import { join } from 'node:path'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { asked, fakeElectron } from '../../../helpers/fake-electron'
import { tempFolder } from '../../../helpers/temp-folder'

vi.mock('electron', async () => (await import('../../../helpers/fake-electron')).fakeElectron)
const { argv } = process
afterEach(() => {
  process.argv = argv
  vi.unstubAllEnvs()
})

describe('the entry', () => {
  it('listens for links and files before Electron is ready, and says what has to be said before', async () => {
    const { app } = fakeElectron
    // Electron is ready when the entry has ended: one that waits for that never ends
    app.ready = new Promise(() => undefined)
    process.argv = ['/opt/Lastmile/lastmile-desktop']
    const dataFolder = tempFolder()
    vi.stubEnv('LASTMILE_DATA', dataFolder)
    await import('../../../../src/main/desktop/app')
    const counts = ['open-url', 'open-file', 'second-instance'].map((name) => app.listenerCount(name))
    expect(counts).toEqual([1, 1, 1])
    expect(asked.map(([what]) => what)).toEqual([
      'app.enableSandbox',
      'protocol.registerSchemesAsPrivileged',
      'app.setAppUserModelId',
      'app.setPath',
      'app.setAsDefaultProtocolClient',
    ])
    expect(app.paths).toEqual({ userData: join(dataFolder, 'window') })
  })
})
