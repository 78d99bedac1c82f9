import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { runDesktop } from '../../../../src/main/desktop/run-desktop'
import { openClient } from '../../../../src/main/open-client'
import { asked, fakeElectron, FakeWindow, resetElectron } from '../../../helpers/fake-electron'
import { tempFolder } from '../../../helpers/temp-folder'

vi.mock('electron', async () => (await import('../../../helpers/fake-electron')).fakeElectron)
beforeEach(resetElectron)
afterEach(() => void vi.unstubAllEnvs())

describe('runDesktop', () => {
  it('leaves at once when it runs already: that one is told', async () => {
    fakeElectron.app.hasLock = false
    await runDesktop(['lastmile://rollout/k7m2'])
    expect([asked, FakeWindow.opened]).toEqual([[['app.quit']], []])
    expect(fakeElectron.app.eventNames()).toEqual([])
  })

  it('says who has the data folder, and opens nothing', async () => {
    const dataFolder = tempFolder()
    vi.stubEnv('LASTMILE_DATA', dataFolder)
    const other = await openClient({ dataFolder })
    try {
      await runDesktop([])
      const [what, title, text] = asked.find(([name]) => name === 'dialog.showErrorBox') ?? []
      expect([what, title]).toEqual(['dialog.showErrorBox', 'Lastmile cannot start.'])
      expect(text).toContain(`Another Lastmile (process ${process.pid}) has this data folder.`)
      expect(asked.at(-1)).toEqual(['app.exit', 1])
      expect(FakeWindow.opened).toEqual([])
    } finally {
      await other.close()
    }
  })

  it('says why a data folder cannot be used', async () => {
    const dataFolder = tempFolder()
    mkdirSync(join(dataFolder, 'lastmile.db'))
    vi.stubEnv('LASTMILE_DATA', dataFolder)
    await runDesktop([])
    expect(asked.find(([name]) => name === 'dialog.showErrorBox')?.[1]).toBe('Lastmile cannot start.')
    expect(asked.at(-1)).toEqual(['app.exit', 1])
  })
})
