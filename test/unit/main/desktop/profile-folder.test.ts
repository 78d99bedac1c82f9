import { existsSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeEach, describe, expect, it } from 'vitest'
import { profileFolder } from '../../../../src/main/desktop/profile-folder'
import { tempFolder } from '../../../helpers/temp-folder'

let appData: string
beforeEach(() => {
  appData = join(tempFolder(), '.config')
})

describe('profileFolder', () => {
  it.each([undefined, ''])('is beside the usual data folder when that is %j', (dataFolder) => {
    const folder = profileFolder({ appData, dataFolder, named: '' })
    // made, as Electron takes none that is not there
    expect([folder, statSync(folder).mode & 0o777]).toEqual([join(appData, 'Lastmile Window'), 0o700])
  })

  it('is in a data folder that is named, for its owner only', () => {
    const dataFolder = join(tempFolder(), 'data')
    const folder = profileFolder({ appData, dataFolder, named: '' })
    expect([folder, statSync(folder).mode & 0o777]).toEqual([join(dataFolder, 'window'), 0o700])
  })

  it('is where Chromium is told to have it', () => {
    const root = tempFolder()
    const named = join(root, 'mine')
    expect(profileFolder({ appData, dataFolder: join(root, 'data'), named })).toBe(named)
    expect([existsSync(named), existsSync(join(root, 'data'))]).toEqual([true, false])
  })

  it('is the usual one where it cannot be made', () => {
    const dataFolder = join(tempFolder(), 'file')
    writeFileSync(dataFolder, '')
    const folder = profileFolder({ appData, dataFolder, named: '' })
    expect([folder, existsSync(folder)]).toEqual([join(appData, 'Lastmile Window'), true])
  })

  it('is named although nothing can be made at all', () => {
    appData = join(tempFolder(), 'file')
    writeFileSync(appData, '')
    expect(profileFolder({ appData, dataFolder: undefined, named: '' })).toBe(join(appData, 'Lastmile Window'))
  })
})
