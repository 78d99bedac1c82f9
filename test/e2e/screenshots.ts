import { copyFileSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Page } from '@playwright/test'
import { expect, test } from './fixtures'
import { createRollout, startDemo } from './launch-page'
import { screens } from './screens'

const root = fileURLToPath(new URL('../..', import.meta.url))
const folder = join(root, 'out/screenshots')
/** The ones that README.md shows. */
const inReadme = ['launch-dark', 'braked-dark', 'board-light', 'new-launch-dark', 'review-light']

/** A picture of the page as it is now, dark and light. */
async function shoot(page: Page, name: string): Promise<void> {
  for (const colorScheme of ['dark', 'light'] as const) {
    await page.emulateMedia({ colorScheme })
    await page.mouse.move(0, 899)
    const file = join(folder, `${name}-${colorScheme}.png`)
    await page.screenshot({ path: file, animations: 'disabled' })
    if (inReadme.includes(`${name}-${colorScheme}`)) {
      copyFileSync(file, join(root, `resources/screenshots/${name}-${colorScheme}.png`))
    }
  }
}

async function visit(page: Page, path: string): Promise<void> {
  await page.goto(new URL(`#${path}`, page.url()).href)
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
  await expect(page.getByRole('main').getByRole('status').filter({ hasText: 'Loading' })).toHaveCount(0)
}

test('pictures of every page', async ({ page }) => {
  mkdirSync(folder, { recursive: true })
  await page.evaluate(() => {
    window.localStorage.setItem('lastmile.person', 'ann')
    // what a person is told, or asked, once and never again
    for (const told of ['awake-note-seen', 'notifications-declined']) localStorage.setItem(`lastmile.${told}`, 'yes')
  })
  await page.reload()
  await expect(page.getByRole('button', { name: 'Start the demo fleet' })).toBeVisible()
  await shoot(page, 'empty')
  await startDemo(page, { isFailing: true })
  await shoot(page, 'new-launch')
  const launch = await createRollout(page)
  await expect(launch.sign).toBeVisible()
  await shoot(page, 'gate')

  const { rollout } = launch
  // before launch, the canary, after its soak, batch 1
  for (let gates = 0; gates < 4; gates += 1) await launch.signGate()
  await expect(launch.sign).toBeVisible({ timeout: 60_000 })
  for (const host of ['web-02', 'web-04']) {
    await launch.host(host).focus()
    await page.keyboard.press('Enter')
  }
  await launch.signGate()
  await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur())
  await page.waitForTimeout(2_500)
  await shoot(page, 'launch')
  await visit(page, '/')
  await shoot(page, 'board')
  await visit(page, `/rollouts/${rollout}`)
  await launch.signUntil('Braked')
  await page.waitForTimeout(1_500)
  await shoot(page, 'braked')

  const taken = new Set(['launch', 'board', 'new-launch'])
  for (const [name, path] of screens(rollout).filter(([each]) => !taken.has(each))) {
    await visit(page, path)
    await page.waitForTimeout(500)
    await shoot(page, name)
  }
})
