import { test as base, expect } from '@playwright/test'
import { PortConsole } from './port-console/port-console'
import { ServedConsole } from './served-console'
import type { TestedConsole } from './tested-console'

/** Through which door the tests of a project reach their console: served to the browser, or over a MessagePort. */
export type DoorOptions = { readonly door: 'web' | 'port' }

/** Each test has a console of its own with an empty data folder, and a page that is signed in to it. */
export const test = base.extend<{ console: TestedConsole } & DoorOptions>({
  door: ['web', { option: true }],
  console: async ({ door }, use, testInfo) => {
    const console = door === 'web' ? new ServedConsole() : new PortConsole()
    await console.start()
    await use(console)
    if (testInfo.status !== testInfo.expectedStatus) {
      await testInfo.attach('console', { body: console.complaints, contentType: 'text/plain' })
    }
    await console.stop()
  },
  page: async ({ page, console }, use, testInfo) => {
    const problems: string[] = []
    page.on('pageerror', (error) => problems.push(error.stack ?? error.message))
    page.on('console', (message) => {
      // a console that is killed on purpose shows as failed fetches, and those alone are no problem of the page
      if (message.type() === 'error' && !/net::ERR|WebSocket|status of 401/.test(message.text()))
        problems.push(message.text())
    })
    await console.attach(page)
    await page.goto(console.url)
    await use(page)
    if (testInfo.status === testInfo.expectedStatus) expect(problems, 'the page complained').toEqual([])
  },
})
export { expect }
