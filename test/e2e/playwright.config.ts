import { defineConfig } from '@playwright/test'
import type { DoorOptions } from './fixtures'

/**
 * The real console in a real browser. Two at a time: each test waits for its own fleet most of the time. Recording takes longer
 * than the tests: `--trace retain-on-failure` where a failure needs it.
 */
export default defineConfig<DoorOptions>({
  testDir: '.',
  outputDir: '../../node_modules/.cache/e2e',
  fullyParallel: false,
  workers: 2,
  timeout: 300_000,
  expect: { timeout: 20_000 },
  projects: [
    { name: 'web', testIgnore: 'desktop.spec.ts' },
    // the line of the desktop window: the same pages, over a MessagePort; with E2E_ALL=1 all but the one that kills the console
    // under its page, which there is one program with it
    {
      name: 'port',
      testMatch: process.env['E2E_ALL'] ? /\.spec\.ts$/ : ['first-start.spec.ts', 'failure.spec.ts'],
      testIgnore: ['desktop.spec.ts', 'restart.spec.ts'],
      use: { door: 'port' },
    },
    // the window itself, where its runtime is
    { name: 'desktop', testMatch: 'desktop.spec.ts' },
  ],
  reporter: [
    ['list'],
    ...(process.env['E2E_REPORT'] ? [['json', { outputFile: process.env['E2E_REPORT'] }] as const] : []),
  ],
  use: {
    viewport: { width: 1440, height: 900 },
    locale: 'en-GB',
    colorScheme: 'dark',
    screenshot: 'only-on-failure',
    launchOptions: {
      executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
      args: [
        ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
        '--no-first-run',
      ],
    },
  },
})
