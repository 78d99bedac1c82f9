/** The worker that stores logs. Started by `log-sink.ts`; speaks `log-messages.ts`. */
import { parentPort, workerData } from 'node:worker_threads'
import { BlockWriter } from './block-writer.ts'
import { LogFile } from './log-file.ts'
import { LogWork } from './log-work.ts'
import { failureOf, isDamage, type FromWriter, type StoreFailure, type ToWriter } from './log-messages.ts'

// Stored at least once a second: the timer, plus what compressing and writing takes.
const storeEveryMs = 900
const workEveryMs = 200

const file = new LogFile(String(workerData.file), Number(workerData.busyTimeoutMs))
const writer = new BlockWriter(onStored)
const work = new LogWork(file, writer, { isIndexing: workerData.isIndexing === true, tell })
let unreportedBytes = 0
let wasInTrouble = false
let isClosing = false
let storeTimer: NodeJS.Timeout | undefined
let workTimer: NodeJS.Timeout | undefined

parentPort?.on('message', (message: ToWriter) => {
  switch (message.kind) {
    case 'log':
      writer.announce(message.log, message.key)
      break
    case 'forget':
      writer.forget()
      break
    case 'batch': {
      const bytes = Buffer.from(message.bytes.buffer)
      unreportedBytes += bytes.length
      work.noteArrival(bytes.length)
      writer.take(message.writes, bytes)
      storeTimer ??= setTimeout(storeInTime, storeEveryMs)
      reportTaken()
      break
    }
    case 'ask':
      work.answer(message.id, message.question)
      break
    case 'close':
      isClosing = true
      clearTimeout(storeTimer)
      clearTimeout(workTimer)
      work.close()
      parentPort?.close()
  }
})
work.openAtStart(workerData.isOpen !== false)
scheduleWork(workEveryMs)

function storeInTime(): void {
  storeTimer = undefined
  writer.storeAll(false)
  if (writer.heldBytes > 0) storeTimer = setTimeout(storeInTime, storeEveryMs)
}

function onStored(failure: StoreFailure | undefined): void {
  if (failure && isDamage(failure)) work.tellBroken(failure)
  else if (failure || wasInTrouble) tell({ kind: 'trouble', ...(failure ? { failure } : {}) })
  wasInTrouble = failure !== undefined
  reportTaken()
}

/** Make room in the queue, unless too much waits here: then the sink has to wait too. */
function reportTaken(): void {
  if (unreportedBytes === 0 || writer.isFull) return
  tell({ kind: 'taken', bytes: unreportedBytes })
  unreportedBytes = 0
}

function scheduleWork(delayMs: number): void {
  workTimer = setTimeout(() => {
    let hasMore = false
    try {
      hasMore = work.doSome()
    } catch (error) {
      // Behind, not wrong: the next round tries again. What keeps output from being stored is told by the storing itself.
      const failure = failureOf(error)
      if (isDamage(failure)) work.tellBroken(failure)
    }
    if (!isClosing) scheduleWork(hasMore ? 1 : workEveryMs)
  }, delayMs)
}

function tell(message: FromWriter): void {
  parentPort?.postMessage(message)
}
