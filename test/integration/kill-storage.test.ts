import { fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { openDb } from '../../src/main/db/open'
import { listOpenDebts } from '../../src/main/db/repositories/debts'
import { verifyJournal } from '../../src/main/db/verify-journal'
import { findLogEnd, readLog } from '../../src/main/logs/log-store'
import { openLogs } from '../../src/main/logs/logs-db'
import { asHostName, asRolloutId } from '../../src/shared/domain/ids'
import { buildEntries } from '../helpers/build-entries'

const rollout = asRolloutId('r1')
const key = { rollout, host: asHostName('web-01'), step: 'restart', attempt: 1 }
type Told = { readonly seq: number; readonly offset: number }

/** Let a writer work until it has told of `reports` steps and a little more, and kill it. */
async function writeUntilKilled(folder: string, offset: number, reports: number): Promise<Told> {
  const writer = fork(join(folder, 'out', 'writer.js'), [folder, String(offset)])
  const exited = once(writer, 'exit')
  let told: Told | undefined
  let count = 0
  writer.on('message', (message: Told) => {
    told = message
    count += 1
    // Not at once: the kill is to fall anywhere in the next steps.
    if (count === reports) setTimeout(() => writer.kill('SIGKILL'), reports % 7)
  })
  await exited
  expect(count).toBeGreaterThanOrEqual(reports)
  return told as Told
}

it('has everything on disk that a killed console said was there, whole and unbroken', async () => {
  const folder = mkdtempSync(resolve('node_modules/.kill-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  await buildEntries(join(folder, 'out'), {
    'log-writer': 'src/main/logs/log-writer.ts',
    writer: 'test/fixtures/storage-writer.ts',
  })
  let end = 0
  for (let round = 1; round <= 12; round += 1) {
    const told = await writeUntilKilled(folder, end, round)
    const db = openDb(join(folder, 'lastmile.db'))
    const logs = openLogs(join(folder, 'logs.db'))
    const verdict = verifyJournal(db, rollout)
    expect(verdict).toMatchObject({ ok: true })
    const rows = verdict.ok ? verdict.rows : 0
    expect(rows).toBeGreaterThanOrEqual(told.seq)
    // Events and their debt are one transaction: three rows, one debt.
    expect(listOpenDebts(db).length * 3).toBe(rows)
    end = findLogEnd(logs, key)
    expect(end).toBeGreaterThanOrEqual(told.offset)
    const text = Buffer.concat([...readLog(logs, key)].map(({ bytes }) => bytes)).toString()
    expect(text).toBe(Array.from({ length: end / 4096 }, (_, n) => `${n * 4096}\n`.padStart(4096, '.')).join(''))
    db.close()
    logs.close()
  }
})
