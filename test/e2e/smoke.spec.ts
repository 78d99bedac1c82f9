import { expect, test } from './fixtures'

test('an empty console offers ways to begin', async ({ page }) => {
  await expect(page.getByRole('navigation')).toContainText('Board')
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
  await page.screenshot({ path: '/tmp/look/lead-board.png' })
})
