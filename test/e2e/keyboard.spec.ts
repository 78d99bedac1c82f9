import type { Locator, Page } from '@playwright/test'
import { expect, test } from './fixtures'
import { LaunchPage } from './launch-page'

/** More stops than any page has. */
const mostStops = 150

/** Press Tab until something has the focus. */
async function tabTo(page: Page, target: Locator): Promise<void> {
  for (let i = 0; i < mostStops; i += 1) {
    if (await target.evaluate((element) => element === document.activeElement)) return
    await page.keyboard.press('Tab')
  }
  throw new Error(`Tab does not lead to ${String(target)}`)
}

async function press(page: Page, target: Locator, key = 'Enter'): Promise<void> {
  await tabTo(page, target)
  await page.keyboard.press(key)
}

/** Tick, answer and sign without a mouse. */
async function signByKeys(page: Page, launch: LaunchPage): Promise<void> {
  await expect(launch.sign).toBeVisible({ timeout: 60_000 })
  const main = page.getByRole('main')
  const ticks = main.locator('li').getByRole('checkbox', { checked: false })
  while ((await ticks.count()) > 0) {
    const before = await ticks.count()
    await press(page, ticks.first(), 'Space')
    await expect(ticks).toHaveCount(before - 1)
  }
  const change = main.getByRole('textbox', { name: /change request/ })
  if ((await change.count()) > 0 && (await change.getAttribute('placeholder')) === null) {
    await tabTo(page, change)
    await page.keyboard.type('CHG-1204')
    await page.keyboard.press('Enter')
  }
  await expect(launch.sign).not.toHaveAttribute('aria-disabled', 'true', { timeout: 60_000 })
  await page.keyboard.press('Escape')
  await press(page, launch.sign)
}

test('a whole launch without a mouse', async ({ page }) => {
  await press(page, page.getByRole('button', { name: 'Start the demo fleet' }))
  const release = page.getByRole('button', { name: /^Release shop/ })
  await expect(release).toBeVisible({ timeout: 90_000 })
  await press(page, release)
  const create = page.getByRole('button', { name: /^Create the rollout/ })
  await expect(create).not.toHaveAttribute('aria-disabled', 'true')
  await press(page, create)
  await page.waitForURL(/#\/rollouts\//)
  const launch = new LaunchPage(page)
  const { rollout } = launch

  await signByKeys(page, launch)
  await page.keyboard.press('Control+.')
  await expect(page.getByRole('dialog')).toBeVisible()
  await expect(page.getByRole('button', { name: /^Hold to brake/ })).toBeFocused()
  await page.keyboard.down('Enter')
  await expect(launch.phase('Braked')).toBeVisible()
  await page.keyboard.up('Enter')
  await press(page, page.getByRole('button', { name: 'Resume' }).first())
  await press(page, page.getByRole('dialog').getByRole('button', { name: /resume/i }))
  await expect(launch.phase('Braked')).toBeHidden()

  await page.keyboard.press('Control+k')
  await page.keyboard.type('History')
  await page.keyboard.press('Enter')
  await page.waitForURL(/#\/history/)
  await page.keyboard.press('Control+k')
  await page.keyboard.type('shop 1.1.0')
  await page.keyboard.press('Enter')
  await page.waitForURL((url) => url.hash.includes(rollout))

  for (let gates = 0; gates < 20; gates += 1) {
    await expect
      .poll(async () => (await launch.phase('Succeeded').isVisible()) || (await launch.sign.isVisible()), {
        timeout: 120_000,
      })
      .toBe(true)
    if (await launch.phase('Succeeded').isVisible()) return
    await launch.leaveGate(() => signByKeys(page, launch))
  }
  throw new Error('the launch does not end')
})
