import { expect, test } from './fixtures'
import { createRollout, startDemo } from './launch-page'

test('a newcomer sees a whole launch and reviews it', async ({ page }) => {
  await startDemo(page)
  await page.goBack()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Board')
  await page.goForward()
  const launch = await createRollout(page)
  await expect(page.getByRole('heading', { level: 1 })).toContainText('shop')
  await expect(launch.sign).toHaveText(/next gate: Before the canary|start the canary/i)
  await launch.signUntil('Succeeded')
  await expect(page.getByRole('region', { name: 'Capacity' })).toContainText('of 12 serving')
  await expect(page.getByText('Nothing is owed.')).toBeVisible()

  await page.getByRole('button', { name: 'Review' }).click()
  await page.waitForURL(/#\/history\//)
  await expect(page.getByRole('heading', { level: 1 })).toContainText('shop')
  await page.getByRole('link', { name: 'Board' }).click()
  await expect(page.getByRole('main')).toContainText('1.1.0')
})
