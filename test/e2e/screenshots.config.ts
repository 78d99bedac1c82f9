import type { PlaywrightTestConfig } from '@playwright/test'
import config from './playwright.config'

/** `npm run screenshots`: pictures of every page from a real rollout, in `out/screenshots`; the README's in `resources`. */
const pictures: PlaywrightTestConfig = {
  ...config,
  projects: [{ name: 'pictures' }],
  testMatch: 'screenshots.ts',
  timeout: 600_000,
  reporter: [['list']],
}
export default pictures
