import { mkdirSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { openDataFolder } from '../../src/main/data-folder/data-folder'
import { openClient } from '../../src/main/open-client'
import { tempFolder } from '../helpers/temp-folder'

it('opens the console of a folder once, and reaches it from then on through its socket', async () => {
  const dataFolder = tempFolder()
  const owner = await openClient({ dataFolder })
  const guest = await openClient({ dataFolder })
  expect([owner.isOwner, guest.isOwner]).toEqual([true, false])
  expect((await guest.request('console:info', {})).pid).toBe(process.pid)
  expect((statSync(openDataFolder(dataFolder).controlSocket).mode & 0o777).toString(8)).toBe('600')
  await guest.close()
  await owner.close()
  const next = await openClient({ dataFolder })
  expect(next.isOwner).toBe(true)
  await next.close()
})

it('lets go of everything when it cannot listen, so that the next one can', async () => {
  const dataFolder = tempFolder()
  const { controlSocket } = openDataFolder(dataFolder)
  mkdirSync(join(controlSocket, 'in-the-way'), { recursive: true })
  await expect(openClient({ dataFolder })).rejects.toThrow()
  rmSync(controlSocket, { recursive: true })
  const client = await openClient({ dataFolder })
  expect(client.isOwner).toBe(true)
  await client.close()
})
