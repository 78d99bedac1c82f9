import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, rmSync, symlinkSync } from 'node:fs'
import type { Fault } from '../../fault'
import { fillDisk, freeDisk } from '../../../helpers/host-faults'
import { completeLogs, reportOf } from '../../stage/log-store'
import { chatter } from '../../stage/chatter'
import type { StageOptions } from '../../stage/stage-spec'

export const fault: Fault = {
  id: 'logs.disk-full-logs',
  title: 'the disk of logs.db is full while a host prints 31 MB',
  limitMs: 400_000,
  needs: ['root', 'sshd', 'nginx', 'loopback-range'],
  run: async (lab) => {
    const options: StageOptions = { hosts: 3, strategy: { batches: [1] } }
    const stage = await lab.stage(options)
    stage.fleet.describe({ ...options, lifecycle: { restart: { run: chatter(stage.fleet, 4_000_000) } } })
    await stage.apply()
    // logs.db alone on a disk of its own, so that the journal can be written
    const disk = `${stage.dataFolder}-logs`
    mkdirSync(disk)
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=320m', 'tmpfs', disk])
    lab.onCleanup(() => {
      execFileSync('umount', ['-l', disk])
      rmSync(disk, { recursive: true, force: true })
    })
    for (const end of ['', '-wal', '-shm']) rmSync(`${stage.dataFolder}/logs.db${end}`, { force: true })
    symlinkSync(`${disk}/logs.db`, `${stage.dataFolder}/logs.db`)
    stage.fleet.slowStep('web-01', 'drain', 2)
    const run = stage.begin()
    await stage.untilStep('web-01', 'drain')
    if (!existsSync(`${disk}/logs.db`)) throw new Error('logs.db is not on its own disk')
    fillDisk(disk)
    const { exitCode, stderr } = await run.ended
    freeDisk(disk)
    if (exitCode !== 0) throw new Error(`the rollout ended with ${exitCode}: ${stderr}`)
    if (!/No space is left for .*logs\.db/.test(stderr)) throw new Error(`nobody was told: ${stderr}`)
    const checked = await completeLogs(lab, stage)
    return reportOf(checked, 'The rollout went on; with room again, what was left out was fetched from the host.')
  },
}
