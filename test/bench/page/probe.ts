import type { Page } from '@playwright/test'

/** What the probe in the page has seen since `reset`. Milliseconds. */
export type Seen = {
  /** From the journal row to the frame that shows it. */
  readonly latencies: readonly number[]
  /** Between frames. */
  readonly frames: readonly number[]
  /** Tasks of the main thread above 50 ms. */
  readonly longTasks: readonly number[]
  /** Bytes of each terminal. */
  readonly terminals: Readonly<Record<string, number>>
}

/** Watch a page from its first moment: its socket, its frames, its main thread. */
export async function installProbe(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const seen = {
      latencies: [] as number[],
      frames: [] as number[],
      longTasks: [] as number[],
      terminals: {} as Record<string, number>,
    }
    Object.assign(window, { benchSeen: seen })
    new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries()) seen.longTasks.push(duration)
    }).observe({ type: 'longtask' })
    let last = performance.now()
    const frame = (now: number) => {
      seen.frames.push(now - last)
      last = now
      requestAnimationFrame(frame)
    }
    requestAnimationFrame(frame)
    /** Called once the next frame is out: a message posted in its callback comes after its paint. */
    const afterPaint = (then: () => void) =>
      requestAnimationFrame(() => {
        const { port1, port2 } = new MessageChannel()
        port1.addEventListener('message', then, { once: true })
        port1.start()
        port2.postMessage(undefined)
      })
    window.WebSocket = class extends WebSocket {
      constructor(url: string | URL) {
        super(url)
        this.addEventListener('message', ({ data }: MessageEvent<string | ArrayBuffer>) => {
          if (typeof data !== 'string') {
            const terminal = String(new DataView(data).getUint32(0))
            seen.terminals[terminal] = (seen.terminals[terminal] ?? 0) + data.byteLength - 4
          } else if (data.includes('"rollout:changed"')) {
            const times = [...data.matchAll(/"at":(\d+)/g)].map(([, at]) => Number(at))
            afterPaint(() => {
              const now = Date.now()
              for (const at of times) seen.latencies.push(now - at)
            })
          }
        })
      }
    }
  })
}

/** Forget what was seen. */
export const resetProbe = (page: Page): Promise<void> =>
  page.evaluate(() => {
    const { benchSeen: seen } = window as unknown as { benchSeen: Record<string, number[] | Record<string, number>> }
    for (const list of Object.values(seen)) {
      if (Array.isArray(list)) list.length = 0
      else for (const key of Object.keys(list)) delete list[key]
    }
  })

export const readProbe = (page: Page): Promise<Seen> =>
  page.evaluate(() => (window as unknown as { benchSeen: Seen }).benchSeen)

/** A quantile (0–1) of some values; 0 of none. Pure. */
export function quantile(values: readonly number[], share: number): number {
  const ordered = values.toSorted((one, other) => one - other)
  return ordered[Math.min(ordered.length - 1, Math.floor(ordered.length * share))] ?? 0
}
