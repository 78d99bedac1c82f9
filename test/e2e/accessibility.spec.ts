import AxeBuilder from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import { expect, test } from './fixtures'
import { createRollout, startDemo } from './launch-page'
import { emptyScreens, screens } from './screens'

/** What axe finds serious or critical, by all of its rules or those named, in lines that tell where. */
async function seriousFindings(page: Page, where: string, rules?: string[]): Promise<string[]> {
  // without the list of what is well, which takes longer than to look, nor a second page to put frames together: there are none
  const axe = new AxeBuilder({ page }).options({ resultTypes: ['violations'] }).setLegacyMode()
  const { violations } = await (rules ? axe.withRules(rules) : axe).analyze()
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, help, nodes }) => nodes.map(({ target }) => `${where}: ${id} (${help}) at ${target.join(' ')}`))
}

test('axe finds nothing serious on any screen, dark and light', async ({ page }) => {
  test.slow()
  const findings: string[] = []
  for (const [name, path] of emptyScreens) {
    await page.goto(new URL(`#${path}`, page.url()).href)
    await expect(page.getByRole('main').getByRole('status').filter({ hasText: 'Loading' })).toHaveCount(0)
    findings.push(...(await seriousFindings(page, `empty ${name}`)))
  }
  await startDemo(page)
  findings.push(...(await seriousFindings(page, 'new launch')))
  const launch = await createRollout(page)
  const { rollout } = launch
  await expect(launch.sign).toBeVisible()
  findings.push(...(await seriousFindings(page, 'launch at a gate')))
  await launch.signGate()
  await launch.signGate()
  await expect(launch.phase('Running')).toBeVisible()
  await launch.host('web-01').click()
  findings.push(...(await seriousFindings(page, 'launch running, host open')))
  await page.keyboard.press('Escape')
  await launch.signUntil('Succeeded')
  // the themes differ in nothing but their colours
  for (const [colorScheme, rules] of [
    ['dark', undefined],
    ['light', ['color-contrast']],
  ] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    for (const [name, path] of screens(rollout)) {
      await page.goto(new URL(`#${path}`, page.url()).href)
      await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
      await expect(page.getByRole('main').getByRole('status').filter({ hasText: 'Loading' })).toHaveCount(0)
      expect(page.url()).toContain(`#${path}`)
      findings.push(...(await seriousFindings(page, `${name}, ${colorScheme}`, rules && [...rules])))
    }
  }
  expect(findings).toEqual([])
})
