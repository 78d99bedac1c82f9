import { closeSync, openSync, readdirSync, rmSync, statSync, truncateSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import type { Fault } from '../../fault'
import { chatter } from '../../stage/chatter'
import { completeLogs } from '../../stage/log-store'
import type { StageOptions } from '../../stage/stage-spec'

const pageBytes = 4_096
/** What becomes of the file while no console runs, and whether that can be seen by itself. */
const damages: readonly { readonly isSeen: boolean; readonly damage: (file: string) => void }[] = [
  // all pages but the first
  { isSeen: true, damage: (file) => spoil(file, 1) },
  { isSeen: true, damage: (file) => truncateSync(file, Math.floor(statSync(file).size / pageBytes / 2) * pageBytes) },
  { isSeen: true, damage: (file) => spoil(file, 0) },
  { isSeen: false, damage: (file) => rmSync(`${file}-wal`, { force: true }) },
]

export const fault: Fault = {
  id: 'logs.logs-corrupt',
  title: 'logs.db is overwritten, cut off, made garbage, or loses its write-ahead log between two rollouts',
  limitMs: 300_000,
  needs: ['sshd', 'nginx', 'loopback-range'],
  run: async (lab) => {
    const options: StageOptions = { hosts: 2, strategy: { canary: false, batches: [1] } }
    const stage = await lab.stage(options)
    stage.fleet.describe({ ...options, lifecycle: { restart: { run: chatter(stage.fleet, 100_000) } } })
    await stage.apply()
    await stage.program.expect([0], ['run', 'shop', '1.1.0', '--env', 'production', '--yes'])
    for (const [index, { isSeen, damage }] of damages.entries()) {
      damage(join(stage.dataFolder, 'logs.db'))
      const version = `1.${index + 2}.0`
      stage.fleet.publish(version)
      const { exitCode, stderr } = await stage.begin(version).ended
      if (exitCode !== 0) throw new Error(`damage ${index + 1}: the rollout ended with ${exitCode}: ${stderr}`)
      const isTold = /logs\.db was damaged .* set aside as .*logs\.db\.damaged-/.test(stderr)
      if (isSeen && !isTold) throw new Error(`damage ${index + 1}: nobody was told: ${stderr}`)
    }
    const aside = readdirSync(stage.dataFolder).filter((name) => /\.damaged-\d{8}T\d{9}Z$/.test(name))
    const seen = damages.filter(({ isSeen }) => isSeen).length
    if (aside.length !== seen) throw new Error(`${aside.length} files were set aside, not ${seen}`)
    const checked = await completeLogs(lab, stage)
    return {
      times: damages.length,
      outcome: 'Rollouts went on; damaged files were set aside, and what the hosts have was fetched from them.',
      checked,
    }
  },
}

/** Overwrite all pages from one on. */
function spoil(file: string, fromPage: number): void {
  const pages = statSync(file).size / pageBytes
  const handle = openSync(file, 'r+')
  for (let page = fromPage; page < pages; page += 1) {
    writeSync(handle, Buffer.alloc(pageBytes, 0xa5), 0, pageBytes, page * pageBytes)
  }
  closeSync(handle)
}
