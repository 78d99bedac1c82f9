import { expect, test } from './fixtures'
import { createRollout, startDemo } from './launch-page'

test('a failing host brakes, is tried again, and everything is rolled back', async ({ page }) => {
  await startDemo(page, { isFailing: true })
  const launch = await createRollout(page)
  const failed = launch.rollout
  await launch.signUntil('Braked')
  await expect(page.getByRole('main')).toContainText('1 host failed')

  await page.getByRole('button', { name: 'Retry failed hosts' }).first().click()
  const ask = page.getByRole('dialog')
  await expect(ask).toContainText('web-07')
  await ask.getByRole('button', { name: /^Retry|^Try/ }).click()
  await expect(launch.phase('Running')).toBeVisible()
  await expect(launch.phase('Braked')).toBeVisible({ timeout: 60_000 })

  // a host that is not well stays out; what somebody did by hand is no debt any more
  await page.getByRole('button', { name: 'Settle what is owed for web-07' }).click()
  await ask.getByRole('button', { name: 'Do the reverse and confirm it' }).click()
  await expect(ask).toContainText('web-07 is not well, so it stays out of traffic', { timeout: 60_000 })
  await ask.getByText('Done by hand').click()
  await ask.getByRole('textbox').fill('put back by netops')
  await ask.getByRole('button', { name: 'Mark as settled by hand' }).click()
  await expect(ask).toBeHidden()
  await expect(page.getByText('Nothing is owed.')).toBeVisible()

  await page.getByRole('button', { name: 'Roll back' }).first().click()
  await expect(ask).toContainText('1.0.0')
  await ask.getByRole('textbox').fill('verify fails on web-07')
  await ask.getByRole('button', { name: /roll back/i }).click()
  await page.waitForURL((url) => url.hash.startsWith('#/rollouts/') && !url.hash.includes(failed), { timeout: 60_000 })
  await launch.signUntil('Succeeded')

  await page.getByRole('link', { name: new RegExp(`rolls back ${failed}`) }).click()
  await expect(launch.phase('Failed')).toBeVisible()
  await page.getByRole('button', { name: 'Review' }).click()
  await expect(page.getByRole('heading', { level: 1 })).toContainText('shop')
})
