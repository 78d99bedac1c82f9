import type { Page } from '@playwright/test'

/** A console that a test has for itself, behind some door. */
export interface TestedConsole {
  readonly dataFolder: string
  /** The address of its page. */
  readonly url: string
  /** What it said on standard error; told when a test fails. */
  readonly complaints: string
  /** Start, or start again with the same data. */
  start(): Promise<void>
  /** Make ready a page that is about to be opened. */
  attach(page: Page): Promise<void>
  /** End it as a crash does. */
  kill(): Promise<void>
  stop(): Promise<void>
}
