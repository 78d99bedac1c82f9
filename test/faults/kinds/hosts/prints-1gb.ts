import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { asHostName } from '../../../../src/shared/domain/ids'
import { readLog } from '../../../../src/main/logs/log-store'
import { openLogs } from '../../../../src/main/logs/logs-db'
import { formatBytes } from '../../../../src/shared/util/bytes'
import type { Fault } from '../../fault'
import { chatter, chatterFacts } from '../../stage/chatter'
import { expectUnharmed } from '../../stage/expect-unharmed'
import { readRecords } from '../../stage/records'
import type { Stage } from '../../stage/stage'
import type { StageOptions } from '../../stage/stage-spec'

/** 1.0 GB, and 64 MB for the short form. */
const manyLines = 115_000_000
const fewerLines = 8_200_000
const memoryLimitBytes = 400 * 1024 ** 2
/** The hosts share their processors with the console, so the others may take somewhat longer: 3.0 s were measured against 2.7 s. */
const longerAtMost = 1.5
const slackMs = 1_500

export const fault: Fault = {
  id: 'hosts.prints-1gb',
  title: 'a step prints 1 GB (64 MB in the short form) as fast as it can, beside other hosts',
  needs: ['sshd', 'nginx', 'loopback-range'],
  isShort: true,
  limitMs: 900_000,
  run: async (lab) => {
    const lines = lab.isShort ? fewerLines : manyLines
    const strategy = { canary: false, batches: [4], maxUnavailable: 4 }
    const options: StageOptions = { hosts: 4, strategy }
    const stage = await lab.stage(options)
    await expectUnharmed(stage, stage.begin())
    const quietMs = longestOfOthers(stage)
    stage.fleet.publish('1.2.0')
    stage.fleet.describe({
      ...options,
      lifecycle: { restart: { run: chatter(stage.fleet, lines), timeout: '15m' } },
    })
    await stage.apply()
    const run = stage.begin('1.2.0')
    const peak = watchPeak(run.child.pid ?? 0)
    const beganAtMs = performance.now()
    await run.ended
    const tookMs = performance.now() - beganAtMs
    const peakBytes = peak.stop()
    const checked = await expectUnharmed(stage, run)
    const otherMs = longestOfOthers(stage)
    const { sizeBytes, sha256 } = chatterFacts(lines)
    const facts = `${formatBytes(sizeBytes)} in ${(tookMs / 1_000).toFixed(1)} s; peak memory ${formatBytes(peakBytes)}; other hosts ${(otherMs / 1_000).toFixed(1)} s, without it ${(quietMs / 1_000).toFixed(1)} s`
    lab.say(facts)
    if (storedHash(stage, sizeBytes) !== sha256) throw new Error(`the stored log is not what was printed (${facts})`)
    if (peakBytes === 0 || peakBytes > memoryLimitBytes) throw new Error(`too much memory: ${facts}`)
    if (otherMs > quietMs * longerAtMost + slackMs) throw new Error(`the other hosts were delayed: ${facts}`)
    return { times: 1, outcome: facts, checked: [...checked, 'memory bounded', 'other hosts not delayed'] }
  },
}

/** The peak memory of a process, read as long as it is there. */
function watchPeak(pid: number): { stop: () => number } {
  let peakBytes = 0
  const look = () => {
    try {
      const kilobytes = /VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]
      peakBytes = Math.max(peakBytes, Number(kilobytes ?? 0) * 1024)
    } catch {
      // it has ended
    }
  }
  const timer = setInterval(look, 20)
  return {
    stop: () => {
      clearInterval(timer)
      return peakBytes
    },
  }
}

/** How long the slowest of the other hosts was under way in the latest rollout. */
function longestOfOthers(stage: Stage): number {
  const events = readRecords(stage.dataFolder).rollouts.at(-1)?.events ?? []
  const begun = new Map<string, number>()
  let longestMs = 0
  for (const { event, atMs } of events) {
    if (event.kind === 'host-started') begun.set(event.host, atMs)
    if (event.kind !== 'host-finished' || event.host === 'web-01') continue
    longestMs = Math.max(longestMs, atMs - (begun.get(event.host) ?? atMs))
  }
  return longestMs
}

/** The sha256 of the last bytes of what is stored of the talk. */
function storedHash(stage: Stage, sizeBytes: number): string {
  const latest = readRecords(stage.dataFolder).rollouts.at(-1)
  if (!latest) throw new Error('there is no rollout')
  const db = openLogs(join(stage.dataFolder, 'logs.db'))
  try {
    const key = { rollout: latest.rollout, host: asHostName('web-01'), step: 'restart', attempt: 1 }
    let end = 0
    for (const { offset, bytes } of readLog(db, key)) end = offset + bytes.length
    const hash = createHash('sha256')
    for (const { bytes } of readLog(db, key, { from: end - sizeBytes })) hash.update(bytes)
    return hash.digest('hex')
  } finally {
    db.close()
  }
}
