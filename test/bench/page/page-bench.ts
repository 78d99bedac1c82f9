import { chromium, type Browser, type Page } from '@playwright/test'
import { setTimeout as delay } from 'node:timers/promises'
import { findTool } from '../../tools/system-tools'
import type { Figure } from '../figure'
import { measurePanes } from './panes'
import { eventsPerSecond, hosts, PageStage } from './page-stage'
import { installProbe, quantile, readProbe, resetProbe } from './probe'

const tickMs = 25
const runMs = 15_000

/** Measure the page in a real browser over the real web door; undefined without one. */
export async function benchPage(): Promise<readonly Figure[] | undefined> {
  const executablePath = findTool('chromium')
  if (executablePath === undefined) return undefined
  const stage = await PageStage.open()
  const browser = await chromium.launch({ executablePath, args: process.getuid?.() === 0 ? ['--no-sandbox'] : [] })
  try {
    return await measure(stage, browser)
  } finally {
    await browser.close()
    await stage.close()
  }
}

async function measure(stage: PageStage, browser: Browser): Promise<readonly Figure[]> {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } })
  await installProbe(page)
  await page.goto(stage.link)
  const interactive = await timeToInteractive(page, stage)
  const events = await eventsToPaint(page, stage)
  const scroll = await scrollFleet(page)
  const panes = await measurePanes(page, stage)
  return [...interactive, ...events, ...scroll, ...panes]
}

/** From a reload to the launch page of a thousand hosts, until the main thread is idle. */
async function timeToInteractive(page: Page, stage: PageStage): Promise<readonly Figure[]> {
  stage.tell(2_000)
  await page.goto(new URL(`#/rollouts/${stage.rollout}`, page.url()).href)
  const times: number[] = []
  for (let i = 0; i < 3; i += 1) {
    await page.reload()
    await page.getByRole('heading', { level: 1 }).waitFor()
    times.push(
      await page.evaluate(
        () => new Promise<number>((resolve) => requestIdleCallback(() => resolve(performance.now()))),
      ),
    )
  }
  return [
    { name: `time to interactive, launch page, ${hosts} hosts`, value: quantile(times, 0.5), unit: 'ms', limit: 3_000 },
  ]
}

async function eventsToPaint(page: Page, stage: PageStage): Promise<readonly Figure[]> {
  await delay(500)
  await resetProbe(page)
  const untilMs = Date.now() + runMs
  while (Date.now() < untilMs && stage.left > 0) {
    stage.tell(Math.round((eventsPerSecond * tickMs) / 1_000))
    await delay(tickMs)
  }
  await delay(500)
  const { latencies, longTasks } = await readProbe(page)
  const of = `at ${hosts} hosts, ${eventsPerSecond} events/s`
  return [
    { name: `event to paint ${of}: p50`, value: quantile(latencies, 0.5), unit: 'ms' },
    { name: `event to paint ${of}: p95`, value: quantile(latencies, 0.95), unit: 'ms', limit: 250 },
    { name: `longest task ${of}`, value: Math.max(0, ...longTasks), unit: 'ms', limit: 100 },
  ]
}

async function scrollFleet(page: Page): Promise<readonly Figure[]> {
  await page.goto(new URL('#/fleet?app=shop&environment=production', page.url()).href)
  const table = page.getByRole('table')
  await table.getByRole('row').nth(5).waitFor()
  const box = await table.boundingBox()
  if (!box) throw new Error('the fleet table is not in sight')
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2)
  await delay(500)
  await resetProbe(page)
  for (let i = 0; i < 120; i += 1) {
    await page.mouse.wheel(0, i < 60 ? 600 : -600)
    await delay(16)
  }
  const { frames } = await readProbe(page)
  return [
    { name: `scrolling ${hosts} hosts, frame: p50`, value: quantile(frames, 0.5), unit: 'ms' },
    { name: `scrolling ${hosts} hosts, frame: p95`, value: quantile(frames, 0.95), unit: 'ms', limit: 50 },
  ]
}
