import { fork, spawnSync, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { takeLock } from '../../src/main/data-folder/lock'
import { markOf } from '../../src/main/data-folder/running-process'
import { buildEntries } from '../helpers/build-entries'

const takerCount = 8
let folder: string
let takers: ChildProcess[] = []

async function startTaker(): Promise<ChildProcess> {
  const taker = fork(join(folder, 'out', 'taker.js'))
  expect(await once(taker, 'message')).toMatchObject({ 0: 'ready' })
  return taker
}

async function answerOf(taker: ChildProcess, order: unknown): Promise<string> {
  const answer = once(taker, 'message')
  taker.send(order as object)
  return String((await answer)[0])
}

/** Every taker tries at the same time; gives the one that got it, and insists on there being one. */
async function winnerFor(file: string, trying: readonly ChildProcess[]): Promise<ChildProcess> {
  const answers = await Promise.all(trying.map((taker) => answerOf(taker, { take: file })))
  const losers = Array.from({ length: trying.length - 1 }, () => 'data.locked')
  expect(answers.toSorted()).toEqual([...losers, 'won'])
  return trying[answers.indexOf('won')] as ChildProcess
}

beforeAll(async () => {
  folder = mkdtempSync(resolve('node_modules/.lock-'))
  await buildEntries(join(folder, 'out'), { taker: 'test/fixtures/lock-taker.ts' })
  takers = await Promise.all(Array.from({ length: takerCount }, startTaker))
})

afterAll(() => {
  for (const taker of takers) taker.disconnect()
  rmSync(folder, { recursive: true, force: true })
})

describe('takeLock between processes', () => {
  it('lets exactly one of many take a free lock', async () => {
    for (let round = 0; round < 30; round += 1) {
      const file = join(folder, `free-${round}.lock`)
      const winner = await winnerFor(file, takers)
      expect(await answerOf(winner, 'release')).toBe('released')
    }
    expect(readdirSync(folder)).toEqual(['out'])
  })

  it('lets exactly one of many take over from a dead owner', async () => {
    const pid = spawnSync(process.execPath, ['-e', '0']).pid
    for (let round = 0; round < 60; round += 1) {
      const file = join(folder, `stale-${round}.lock`)
      writeFileSync(file, JSON.stringify({ ...markOf(), pid, token: `dead-${round}`, sinceMs: 1 }))
      const winner = await winnerFor(file, takers)
      expect(await answerOf(winner, 'release')).toBe('released')
    }
    expect(readdirSync(folder)).toEqual(['out'])
  })

  it('frees the lock of an owner that is killed, for one of many', async () => {
    const file = join(folder, 'killed.lock')
    const killed = await startTaker()
    await winnerFor(file, [killed])
    expect(() => takeLock(file)).toThrow(
      expect.objectContaining({ code: 'data.locked', details: expect.objectContaining({ pid: killed.pid }) }),
    )
    killed.kill('SIGKILL')
    await once(killed, 'exit')
    const winner = await winnerFor(file, takers)
    expect(await answerOf(winner, 'release')).toBe('released')
  })
})
