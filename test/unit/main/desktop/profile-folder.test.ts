import { existsSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { profileFolder } from '../../../../src/main/desktop/profile-folder'
import { tempFolder } from '../../../helpers/temp-folder'

const appData = '/home/ann/.config'

describe('profileFolder', () => {
  it.each([undefined, ''])('is beside the usual data folder when that is %j', (dataFolder) => {
    expect(profileFolder({ appData, dataFolder, named: '' })).toBe('/home/ann/.config/Lastmile Window')
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
    expect(profileFolder({ appData, dataFolder, named: '' })).toBe('/home/ann/.config/Lastmile Window')
  })
})
