import { defineConfig } from '@playwright/test'
import type { DoorOptions } from './fixtures'

/** The real console in a real browser. One at a time: each test starts a fleet, and timing matters to the eye only. */
export default defineConfig<DoorOptions>({
  testDir: '.',
  outputDir: '../../node_modules/.cache/e2e',
  fullyParallel: false,
  workers: 1,
  timeout: 300_000,
  expect: { timeout: 20_000 },
  projects: [
    { name: 'web', testIgnore: 'desktop.spec.ts' },
    // the line of the desktop window: the same pages, over a MessagePort
    { name: 'port', testMatch: ['first-start.spec.ts', 'failure.spec.ts'], use: { door: 'port' } },
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
    trace: 'retain-on-failure',
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
