/**
 * `node --import turn-probe.ts …`: how long the event loop of the main thread is kept from its next turn, from the first SIGUSR2
 * to the second, which writes what was seen to `TURN_PROBE_FILE`.
 *
 * A block is the time between two runs of a timer of one millisecond, less what the thread waited for a core while others had
 * it (`run_delay` of /proc/…/schedstat, Linux): what remains is its own work and its waits for the disk.
 */
import { readFileSync, renameSync, writeFileSync } from 'node:fs'
import { isMainThread } from 'node:worker_threads'

const periodMs = 1
const longMs = 10

/** Milliseconds the main thread was ready and no core was free. */
const waitedMs = () => Number(readFileSync(`/proc/self/task/${process.pid}/schedstat`, 'utf8').split(' ')[1]) / 1e6

function watchTurns(file: string): void {
  const blocks: number[] = []
  const startedAtMs = performance.now()
  let [lastMs, lastWaitedMs] = [startedAtMs, waitedMs()]
  const timer = setInterval(() => {
    const [nowMs, nowWaitedMs] = [performance.now(), waitedMs()]
    const blockMs = nowMs - lastMs - periodMs - (nowWaitedMs - lastWaitedMs)
    if (blockMs > longMs) blocks.push(blockMs)
    lastMs = nowMs
    lastWaitedMs = nowWaitedMs
  }, periodMs)
  process.once('SIGUSR2', () => {
    clearInterval(timer)
    const watchedMs = performance.now() - startedAtMs
    writeFileSync(`${file}.part`, JSON.stringify({ watchedMs, blocks: blocks.toSorted((a, b) => b - a) }))
    renameSync(`${file}.part`, file)
  })
}

const file = process.env['TURN_PROBE_FILE']
if (isMainThread && file !== undefined) process.once('SIGUSR2', () => watchTurns(file))
