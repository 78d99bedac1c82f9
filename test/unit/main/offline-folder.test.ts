import { describe, expect, it } from 'vitest'
import { restoreFolder } from '../../../src/main/offline-folder'
import { openDataFolder } from '../../../src/main/data-folder/data-folder'
import { makeBackup } from '../../../src/main/db/backup'
import { tempDb } from '../../helpers/temp-db'
import { tempFolder } from '../../helpers/temp-folder'

const day = 86_400_000

/** A data folder with backups made some days from now. */
function folderWith(...days: readonly number[]) {
  const dataFolder = tempFolder()
  const { backups } = openDataFolder(dataFolder)
  const files = days.map((count) => makeBackup(tempDb(), backups, 'auto', Date.now() + count * day).file)
  return { dataFolder, files }
}

describe('restoreFolder', () => {
  it('takes the newest backup, and one that was made while the clock was ahead only when there is no other', () => {
    const mixed = folderWith(-3, 20, -1, 10)
    expect(restoreFolder(mixed.dataFolder, { from: 'latest', mayLose: true }).file).toBe(mixed.files[2])
    const ahead = folderWith(20, 10)
    expect(restoreFolder(ahead.dataFolder, { from: 'latest', mayLose: true }).file).toBe(ahead.files[1])
  })
})
