import { readdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { BackupKeeper } from '../../../../src/main/db/backup-keeper'
import { listBackups } from '../../../../src/main/db/backup'
import { recordMeta } from '../../../../src/main/db/repositories/meta'
import { TroubleNews } from '../../../../src/main/ipc/trouble-news'
import { FakeClock, turns } from '../../../helpers/fake-clock'
import { tempDb } from '../../../helpers/temp-db'

const hourMs = 3_600_000

function kept() {
  const db = tempDb()
  const backupsDir = join(dirname(db.name), 'backups')
  const clock = new FakeClock(Date.now())
  const troubles = new TroubleNews({ clock, onChange: () => undefined })
  const keeper = new BackupKeeper({ database: db.name, backupsDir, clock, troubles })
  onTestFinished(() => keeper.dispose())
  const autos = () => listBackups(backupsDir).filter(({ label }) => label === 'auto').length
  const pass = async (byMs: number) => {
    clock.advance(byMs)
    await vi.waitFor(() => expect(clock.sleepers).toBe(1), { timeout: 10_000, interval: 2 })
  }
  return { db, backupsDir, clock, troubles, keeper, autos, pass }
}

describe('BackupKeeper', () => {
  it('makes one soon after the start and one a day, as long as something changed', async () => {
    const { db, autos, pass, backupsDir, clock } = kept()
    await turns()
    expect(autos()).toBe(0)
    await pass(2_000)
    expect(autos()).toBe(1)
    recordMeta(db, 'key', 'changed')
    await pass(hourMs)
    expect(autos()).toBe(1)
    for (let hour = 0; hour < 24; hour += 1) await pass(hourMs)
    expect(autos()).toBe(2)
    for (let hour = 0; hour < 25; hour += 1) await pass(hourMs)
    expect(autos()).toBe(2)
    const [newest] = listBackups(backupsDir)
    // found to be the same, so it is as good as one of now
    expect(clock.nowMs() - statSync(newest?.file ?? '').mtimeMs).toBeLessThan(3 * hourMs)
    expect(readdirSync(backupsDir).filter((name) => name.includes('.part'))).toEqual([])
  })

  it('says when nobody can see which there are, and tries again', async () => {
    const { backupsDir, troubles, autos, pass } = kept()
    writeFileSync(backupsDir, 'no folder')
    await pass(2_000)
    expect(troubles.list()).toMatchObject([{ part: 'backup', code: 'db.unreadable' }])
    rmSync(backupsDir)
    await pass(10 * 60_000)
    expect(troubles.list()).toEqual([])
    expect(autos()).toBe(1)
  })

  it('says when none can be made, and tries again', async () => {
    const { db, troubles, autos, pass } = kept()
    const file = db.name
    db.close()
    renameSync(file, `${file}.away`)
    await pass(2_000)
    expect(troubles.list()).toMatchObject([{ part: 'backup' }])
    renameSync(`${file}.away`, file)
    await pass(10 * 60_000)
    expect(troubles.list()).toEqual([])
    expect(autos()).toBe(1)
  })

  it('leaves nothing behind when it ends before its time', async () => {
    const { clock, keeper, autos } = kept()
    await keeper.dispose()
    expect(clock.sleepers).toBe(0)
    expect(autos()).toBe(0)
  })
})
