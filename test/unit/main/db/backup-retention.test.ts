import { describe, expect, it } from 'vitest'
import { listStaleBackups } from '../../../../src/main/db/backup-retention'

const hourMs = 3_600_000
/** `auto@30`: made by itself 30 hours after the first. */
const backups = (...names: string[]) =>
  names.map((name) => {
    const [label = '', hours = '0'] = name.split('@')
    return { name, label, createdAtMs: Date.UTC(2026, 0, 1) + Number(hours) * hourMs }
  })
const staleOf = (...names: string[]) => listStaleBackups(backups(...names)).map(({ name }) => name)

describe('listStaleBackups', () => {
  it('keeps the newest of each of the last seven days, and the last five of any kind', () => {
    const daily = Array.from({ length: 10 }, (_, day) => `auto@${day * 24}`)
    expect(staleOf(...daily)).toEqual(['auto@0', 'auto@24', 'auto@48'])
    const oneDay = Array.from({ length: 8 }, (_, hour) => `auto@${hour}`)
    expect(staleOf(...oneDay)).toEqual(['auto@0', 'auto@1', 'auto@2'])
  })

  it('counts a day only where there is a backup of it', () => {
    const seldom = Array.from({ length: 8 }, (_, week) => `auto@${week * 24 * 7}`)
    expect(staleOf(...seldom)).toEqual(['auto@0'])
  })

  it('keeps five made before migrations and five before restores, and all made by hand', () => {
    const rare = Array.from({ length: 7 }, (_, i) => [`v${i + 1}@${i}`, `before-restore@${i}`, `by-hand@${i}`]).flat()
    const newest = Array.from({ length: 5 }, (_, i) => `auto@${1_000 + i * 24}`)
    expect(staleOf(...rare, ...newest)).toEqual(['before-restore@0', 'v1@0', 'before-restore@1', 'v2@1'])
  })

  it('has nothing to remove where there is little', () => {
    expect(staleOf()).toEqual([])
    expect(staleOf('auto@0', 'by-hand@1')).toEqual([])
  })
})
