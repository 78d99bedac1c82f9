import type { Page } from '@playwright/test'
import { setTimeout as delay } from 'node:timers/promises'
import { asHostName } from '../../../src/shared/domain/ids'
import type { Figure } from '../figure'
import type { PageStage } from './page-stage'
import { quantile, readProbe, resetProbe } from './probe'

const panes = 8
const bytesPerSecond = 5_000_000
const tickMs = 20
const runMs = 15_000

/** Eight panes, each on a host that prints 5 MB a second. */
export async function measurePanes(page: Page, stage: PageStage): Promise<readonly Figure[]> {
  const names = Array.from({ length: panes }, (_, i) => `web-${String(i + 1).padStart(2, '0')}`)
  for (const name of names) write(stage, name, Buffer.from('begins\r\n'))
  await openPanes(page, stage, names)
  await delay(1_000)
  await resetProbe(page)
  const startedAtMs = Date.now()
  await chat(stage, names)
  const seconds = (Date.now() - startedAtMs) / 1_000
  const { terminals, longTasks, frames } = await readProbe(page)
  const perPane = Object.values(terminals).map((bytes) => bytes / seconds / 1e6)
  const of = `${panes} panes, ${bytesPerSecond / 1e6} MB/s each`
  return [
    { name: `${of}: shown per pane, median`, value: quantile(perPane, 0.5), unit: 'MB/s' },
    { name: `${of}: shown in total`, value: perPane.reduce((sum, each) => sum + each, 0), unit: 'MB/s' },
    { name: `${of}: longest task`, value: Math.max(0, ...longTasks), unit: 'ms', limit: 100 },
    { name: `${of}: frame p95`, value: quantile(frames, 0.95), unit: 'ms' },
  ]
}

const ends = new Map<string, number>()

function write(stage: PageStage, host: string, bytes: Buffer): boolean {
  const offset = ends.get(host) ?? 0
  ends.set(host, offset + bytes.length)
  return stage.logs.sink.write(
    { rollout: stage.rollout, host: asHostName(host), step: 'restart', attempt: 1 },
    offset,
    bytes,
  )
}

/** What a build or a service at start prints: lines of some 100 bytes with colours. */
function chunkOf(size: number): Buffer {
  const line =
    '\u001b[32m2026-11-25T19:26:05.123Z\u001b[0m INFO  worker-7 request 8f3a done in 12.4 ms status=200 path=/api/items\r\n'
  return Buffer.from(line.repeat(Math.ceil(size / line.length)))
}

async function chat(stage: PageStage, names: readonly string[]): Promise<void> {
  const chunk = chunkOf((bytesPerSecond * tickMs) / 1_000)
  const startedAtMs = Date.now()
  let rounds = 0
  while (Date.now() - startedAtMs < runMs) {
    const due = Math.floor((Date.now() - startedAtMs) / tickMs)
    for (; rounds < due; rounds += 1) {
      let hasRoom = true
      for (const name of names) hasRoom = write(stage, name, chunk) && hasRoom
      if (!hasRoom) await stage.logs.sink.drained()
    }
    await delay(tickMs)
  }
}

/** As a person does it: the layout of eight, and a host in each. */
async function openPanes(page: Page, stage: PageStage, names: readonly string[]): Promise<void> {
  await page.goto(new URL(`#/rollouts/${stage.rollout}`, page.url()).href)
  await page.getByRole('heading', { level: 1 }).waitFor()
  const layout = page.getByRole('radio', { name: String(panes), exact: true })
  if (!(await layout.isVisible())) await page.getByRole('button', { name: 'Open the terminals' }).click()
  await layout.click()
  for (const name of names) {
    await page.locator(`[data-host="${name}"]`).focus()
    await page.keyboard.press('Enter')
    await page
      .getByRole('tab', { name: new RegExp(name) })
      .or(page.getByText(name))
      .first()
      .waitFor()
  }
}
