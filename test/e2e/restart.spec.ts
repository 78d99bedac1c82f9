import { findTool } from '../tools/system-tools'
import { ShopFleet } from '../helpers/shop-fleet'
import { expect, test } from './fixtures'
import { createRollout } from './launch-page'

const missing = (['sshd', 'nginx'] as const).filter((tool) => findTool(tool) === undefined)

test.describe('with hosts behind OpenSSH', () => {
  test.skip(missing.length > 0, `needs ${missing.join(', ')}`)
  let fleet: ShopFleet

  test.beforeAll(async () => {
    fleet = await ShopFleet.start({ hosts: 6, restartSeconds: 4 })
  })
  test.afterAll(() => fleet?.stop())

  test('a reload and a killed console in the middle of a batch lose nothing', async ({ page, console }) => {
    await page.locator('input[type=file]').first().setInputFiles(fleet.specFile)
    await page.getByRole('button', { name: /^(Apply|Store|Save)/ }).click()
    await page.getByRole('link', { name: 'New launch' }).first().click()
    await page.getByRole('textbox', { name: 'Version' }).fill('1.1.0')
    const launch = await createRollout(page)
    await launch.signGate()
    await launch.signGate()

    await expect(launch.phase('Running')).toBeVisible({ timeout: 60_000 })
    await page.reload()
    await expect(launch.phase('Running')).toBeVisible()

    await console.kill()
    await expect(page.getByText('The console does not answer.')).toBeVisible({ timeout: 30_000 })
    await console.start()
    await expect(page.getByText('The console does not answer.')).toBeHidden({ timeout: 30_000 })
    await launch.signUntil('Succeeded')
    for (const name of fleet.names) {
      expect([name, fleet.version(name), fleet.isServing(name), fleet.isMuted(name)]).toEqual([
        name,
        '1.1.0',
        true,
        false,
      ])
      expect(fleet.steps(name).filter((step) => step === 'restart')).toHaveLength(1)
    }
  })
})
