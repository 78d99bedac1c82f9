/** The worker that stores logs. Started by `log-sink.ts`; speaks `log-messages.ts`. */
import { parentPort, workerData } from 'node:worker_threads'
import Database from 'better-sqlite3'
import type { LogKey } from '../ports.ts'
import { BlockCutter, type CutBlock } from './block-cutter.ts'
import { BlockStore } from './block-store.ts'
import { indexSome } from './log-index.ts'
import type { FromWriter, LogWrite, StoreFailure, ToWriter } from './log-messages.ts'
import { tuneLogsDb } from './logs-pragmas.ts'

// Stored at least once a second: the timer, plus what compressing and writing takes.
const storeEveryMs = 900
// One transaction per 4 MiB: few enough commits, and little enough in memory.
const storeAtBytes = 4 * 1024 * 1024
// What may wait in memory while nothing can be stored (a full disk); from there on the queue fills and channels pause.
const holdBytes = 16 * 1024 * 1024
// The index gets at most a quarter of the time, and none while more than 40 MB/s arrive.
const indexEveryMs = 200
const indexBudgetMs = 50
const busyBytes = 8 * 1024 * 1024

const db = new Database(String(workerData.file))
tuneLogsDb(db, Number(workerData.busyTimeoutMs))
const store = new BlockStore(db)
const cutters = new Map<string, BlockCutter>()
const numbered = new Map<number, BlockCutter>()
let ready: CutBlock[] = []
let heldBytes = 0
let readyBytes = 0
let unreportedBytes = 0
let bytesSinceTick = 0
let isInTrouble = false
let storeTimer: NodeJS.Timeout | undefined
let indexTimer: NodeJS.Timeout | undefined

parentPort?.on('message', (message: ToWriter) => {
  switch (message.kind) {
    case 'log':
      announce(message.log, message.key)
      break
    case 'forget':
      // What could not be stored keeps its cutter: a second one for the same log would store bytes twice.
      if (!storeAll(false)) cutters.clear()
      numbered.clear()
      break
    case 'batch':
      take(message.writes, Buffer.from(message.bytes.buffer))
      break
    case 'flush': {
      const failure = storeAll(true)
      tell({ kind: 'flushed', id: message.id, ...(failure ? { failure } : {}) })
      break
    }
    case 'close':
      clearTimeout(storeTimer)
      clearTimeout(indexTimer)
      db.close()
      parentPort?.close()
  }
})
if (workerData.isIndexing === true) scheduleIndex(indexEveryMs)

function announce(log: number, key: LogKey): void {
  const name = JSON.stringify([key.rollout, key.host, key.step, key.attempt])
  let cutter = cutters.get(name)
  if (!cutter) {
    cutters.set(name, (cutter = new BlockCutter(key, store.coverageOf(key))))
    store.announce(key)
  }
  numbered.set(log, cutter)
}

function take(writes: readonly LogWrite[], bytes: Buffer): void {
  let at = 0
  for (const { log, offset, size } of writes) {
    const cutter = numbered.get(log)
    if (!cutter) throw new Error(`a write to log ${log}, which was not announced`)
    const openBefore = cutter.openBytes
    const added = cutter.add(offset, bytes.subarray(at, at + size), ready)
    heldBytes += added
    readyBytes += openBefore + added - cutter.openBytes
    at += size
  }
  bytesSinceTick += bytes.length
  unreportedBytes += bytes.length
  if (readyBytes >= storeAtBytes && !isInTrouble) storeReady(false)
  else if (heldBytes >= holdBytes && !isInTrouble) storeAll(false)
  storeTimer ??= setTimeout(storeInTime, storeEveryMs)
  reportTaken()
}

function storeInTime(): void {
  storeTimer = undefined
  storeAll(false)
  if (heldBytes > 0) storeTimer = setTimeout(storeInTime, storeEveryMs)
}

/** Store everything, also blocks that are not full. */
function storeAll(isDurable: boolean): StoreFailure | undefined {
  for (const cutter of cutters.values()) cutter.cut(ready)
  readyBytes = heldBytes
  return storeReady(isDurable)
}

/** Store the finished blocks. When that fails they stay, and the next call tries again. */
function storeReady(isDurable: boolean): StoreFailure | undefined {
  let failure: StoreFailure | undefined
  try {
    store.store(ready, isDurable)
    heldBytes -= readyBytes
    readyBytes = 0
    ready = []
  } catch (error) {
    failure = failureOf(error)
  }
  if (failure || isInTrouble) tell({ kind: 'trouble', ...(failure ? { failure } : {}) })
  isInTrouble = failure !== undefined
  reportTaken()
  return failure
}

/** Make room in the queue, unless too much waits here: then the sink has to wait too. */
function reportTaken(): void {
  if (unreportedBytes === 0 || heldBytes >= holdBytes) return
  tell({ kind: 'taken', bytes: unreportedBytes })
  unreportedBytes = 0
}

function scheduleIndex(delayMs: number): void {
  indexTimer = setTimeout(() => {
    const isBusy = bytesSinceTick > busyBytes || isInTrouble
    bytesSinceTick = 0
    let hasMore = false
    try {
      if (!isBusy) hasMore = indexSome(db, indexBudgetMs).hasMore
    } catch (error) {
      // Behind, not wrong: a search scans what is not indexed. The next round tries again.
      tell({ kind: 'trouble', failure: failureOf(error) })
    }
    scheduleIndex(hasMore && bytesSinceTick === 0 ? 1 : indexEveryMs)
  }, delayMs)
}

function failureOf(error: unknown): StoreFailure {
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  return { code, message: error instanceof Error ? error.message : String(error) }
}

function tell(message: FromWriter): void {
  parentPort?.postMessage(message)
}
