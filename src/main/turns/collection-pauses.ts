import { PerformanceObserver } from 'node:perf_hooks'
import { getHeapSpaceStatistics, setFlagsFromString } from 'node:v8'

/** Bytes that V8 may have for objects that were just made. By itself it takes up to 128 MiB, and clears as much in one pause. */
const youngLimit = 8 * 2 ** 20

const youngBytes = (): number =>
  getHeapSpaceStatistics().find(({ space_name: name }) => name === 'new_space')?.space_size ?? 0

let isAsked = false

/**
 * Keep the pauses of V8's garbage collection short, for as long as this process is. A console that leads a thousand hosts was
 * blocked for up to 237 ms: by clearing a large space of young objects, by touching its memory for the first time each time it
 * grew, and by collections whose only end is to give memory back. Node and Electron both let these flags be set while they run
 * (`--no-freeze-flags-after-init`); the space grows at once to what it needs to start, and no further (to at most twice the limit).
 */
export function shortenCollectionPauses(): void {
  if (isAsked) return
  isAsked = true
  setFlagsFromString('--memory-reducer-gc-count=0')
  const observer = new PerformanceObserver(() => {
    if (youngBytes() < youngLimit) return
    setFlagsFromString('--semi-space-growth-factor=1')
    observer.disconnect()
  })
  observer.observe({ entryTypes: ['gc'] })
}
