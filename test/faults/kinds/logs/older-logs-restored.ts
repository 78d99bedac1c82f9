import { cpSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Fault } from '../../fault'
import { chatter } from '../../stage/chatter'
import { completeLogs } from '../../stage/log-store'
import type { Stage } from '../../stage/stage'
import type { StageOptions } from '../../stage/stage-spec'
import { findMissingLogs } from '../../stage/truth-logs'
import { readRecords } from '../../stage/records'

const lines = 100_000

export const fault: Fault = {
  id: 'logs.older-logs-restored',
  title: 'logs.db is put back from an older backup while no console runs: it knows of one rollout, and two are there',
  limitMs: 300_000,
  needs: ['sshd', 'nginx', 'loopback-range'],
  run: async (lab) => {
    const options: StageOptions = { hosts: 3, strategy: { batches: [1] } }
    const stage = await lab.stage(options)
    stage.fleet.describe({ ...options, lifecycle: { restart: { run: chatter(stage.fleet, lines) } } })
    await stage.apply()
    await stage.program.expect([0], ['run', 'shop', '1.1.0', '--env', 'production', '--yes'])
    const backup = mkdtempSync(join(tmpdir(), 'lm-logs-'))
    lab.onCleanup(() => rmSync(backup, { recursive: true, force: true }))
    copyLogs(stage.dataFolder, backup)
    // the second one is left in its middle, so that something is still to come
    stage.fleet.publish('1.2.0')
    stage.fleet.slowStep('web-02', 'restart', 1)
    const run = stage.begin('1.2.0')
    await stage.lab.until('it restarts again', () => countRestarts(stage) > 1)
    run.child.kill('SIGKILL')
    await run.ended
    copyLogs(backup, stage.dataFolder)
    if (missing(stage) === 0) throw new Error('the older logs.db lacks nothing')
    const { result } = await stage.toTheEnd()
    if (result !== 'succeeded') throw new Error(`it ended as ${result}`)
    return {
      times: 1,
      outcome: 'The rollout went on; what the older file lacked of both was fetched from the hosts.',
      checked: await completeLogs(lab, stage),
    }
  },
}

const countRestarts = ({ fleet }: Stage): number =>
  fleet.effectsOf('web-02').filter(({ step, word }) => step === 'restart' && word === 'begin').length

const missing = ({ fleet: site, dataFolder }: Stage): number =>
  findMissingLogs({ site, dataFolder, effects: new Map(), records: readRecords(dataFolder) }).length

/** The file and what belongs to it, instead of those that are there. */
function copyLogs(from: string, to: string): void {
  const listLogs = (folder: string) => readdirSync(folder).filter((name) => /^logs\.db(-wal|-shm)?$/.test(name))
  for (const name of listLogs(to)) rmSync(join(to, name))
  for (const name of listLogs(from)) cpSync(join(from, name), join(to, name), { preserveTimestamps: true })
}
