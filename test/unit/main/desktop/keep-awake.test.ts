import { chmodSync, writeFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { findNode } from '../../../../src/main/desktop/find-node'
import { ElectronKeepAwake } from '../../../../src/main/desktop/keep-awake'
import { asked, resetElectron } from '../../../helpers/fake-electron'
import { tempFolder } from '../../../helpers/temp-folder'

vi.mock('electron', async () => (await import('../../../helpers/fake-electron')).fakeElectron)
beforeEach(resetElectron)

describe('ElectronKeepAwake', () => {
  it('keeps the machine awake for as long as somebody holds it', async () => {
    const keepAwake = new ElectronKeepAwake()
    expect(await keepAwake.check()).toEqual({ isKept: true })
    const first = keepAwake.hold()
    const second = keepAwake.hold()
    first.release()
    first.release()
    expect(asked.map(([what]) => what)).toEqual([
      'powerSaveBlocker.start',
      'powerSaveBlocker.start',
      'powerSaveBlocker.stop',
    ])
    second.release()
    expect(new Set(asked.filter(([what]) => what === 'powerSaveBlocker.stop').map(([, id]) => id)).size).toBe(2)
  })
})

describe('findNode', () => {
  it('finds the first program of that name on the PATH', () => {
    const [first, second] = [tempFolder(), tempFolder()]
    for (const folder of [first, second]) {
      writeFileSync(join(folder, 'node'), '')
      chmodSync(join(folder, 'node'), 0o755)
    }
    const PATH = ['', tempFolder(), first, second].join(delimiter)
    expect(findNode({ PATH }, 'linux')).toBe(join(first, 'node'))
    expect(findNode({ PATH: tempFolder() }, 'linux')).toBeUndefined()
    expect(findNode({}, 'win32')).toBeUndefined()
  })
})
