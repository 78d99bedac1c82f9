import type { Page } from '@playwright/test'
import { expect, test } from './fixtures'
import { LaunchPage } from './launch-page'
import { screens } from './screens'

test.use({ locale: 'zh-CN' })

const chinese = /[\u4e00-\u9fff]/
/** What is called the same in every language: names, versions, numbers, keys, formats. */
const nameless =
  /^[\d\s.,:×/%+-]*$|^(web|lb)-\d+|^shop|^production|^root$|^(HTML|JSON|CSV|YAML|Ansible|ssh_config|English|lastmile\.yml|Ctrl.*|CSV .*)$/

/** Names of controls and headings that no Chinese reader could read. */
async function unreadable(page: Page, where: string): Promise<string[]> {
  const names: string[] = []
  for (const role of ['button', 'link', 'heading', 'tab', 'checkbox', 'columnheader'] as const) {
    for (const element of await page.getByRole(role).all()) {
      const name = ((await element.getAttribute('aria-label')) ?? (await element.innerText().catch(() => ''))).trim()
      if (name !== '' && !chinese.test(name) && !nameless.test(name)) names.push(`${where}: ${role} "${name}"`)
    }
  }
  return names
}

test('a launch in Chinese, and no control without a Chinese name', async ({ page }) => {
  test.slow()
  await expect(page.getByRole('link', { name: '总览' })).toBeVisible()
  const names = await unreadable(page, 'empty board')
  await page.getByRole('main').getByRole('button').first().click()
  await page.getByRole('button', { name: /1\.1\.0/ }).click({ timeout: 90_000 })
  await page.waitForURL(/#\/new/)
  names.push(...(await unreadable(page, 'new launch')))
  const create = page.getByRole('main').getByRole('button').last()
  await expect(create).not.toHaveAttribute('aria-disabled', 'true')
  await create.click()
  await page.waitForURL(/#\/rollouts\//)
  const launch = new LaunchPage(page)
  await expect(launch.sign).toBeVisible()
  names.push(...(await unreadable(page, 'launch at a gate')))
  await launch.signUntil('成功')
  for (const [name, path] of screens(launch.rollout)) {
    await page.goto(new URL(`#${path}`, page.url()).href)
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
    names.push(...(await unreadable(page, name)))
  }
  expect(names).toEqual([])
})
