import { expect, type Locator, type Page } from '@playwright/test'

/** The launch page as a person uses it. */
export class LaunchPage {
  readonly page: Page
  readonly sign: Locator
  readonly phase: (word: string) => Locator

  constructor(page: Page) {
    this.page = page
    this.sign = page.locator('#sign-off')
    this.phase = (word) =>
      page
        .getByRole('main')
        .getByRole('banner')
        .or(page.locator('main header').first())
        .getByText(word, { exact: true })
  }

  /** The id of the rollout in sight. */
  get rollout(): string {
    return /#\/rollouts\/([^?]+)/.exec(this.page.url())?.[1] ?? ''
  }

  host(name: string): Locator {
    return this.page.locator(`[data-host="${name}"]`)
  }

  /** Tick, answer and sign the gate that waits, and wait until the page has left it. */
  signGate(): Promise<void> {
    return this.leaveGate(() => this.#sign())
  }

  async #sign(): Promise<void> {
    const steps = this.page.getByRole('main')
    for (const tick of await steps.locator('li').getByRole('checkbox', { checked: false }).all()) await tick.click()
    const change = steps.getByRole('textbox', { name: /change request|变更/ })
    if ((await change.count()) > 0 && (await change.getAttribute('placeholder')) === null) {
      await change.fill('CHG-1204')
      await change.press('Enter')
    }
    await expect(this.sign).not.toHaveAttribute('aria-disabled', 'true', { timeout: 60_000 })
    await this.sign.click()
  }

  /** Sign gate after gate until the rollout stands in one of the phases. */
  async signUntil(...words: readonly string[]): Promise<string> {
    for (let gates = 0; gates < 30; gates += 1) {
      const reached = await this.#next(words)
      if (reached !== undefined) return reached
      await this.signGate()
    }
    throw new Error(`after 30 gates it is not ${words.join(' or ')}`)
  }

  /** Do what opens the gate that waits, and wait until the page has left it. */
  async leaveGate(signing: () => Promise<void>): Promise<void> {
    await expect(this.sign).toBeVisible({ timeout: 60_000 })
    const gate = () => this.sign.getAttribute('data-gate', { timeout: 1_000 }).catch(() => undefined)
    const before = await gate()
    await signing()
    await expect.poll(gate, { timeout: 60_000 }).not.toBe(before)
  }

  /** Resolves when a gate waits (undefined) or a phase is reached. */
  async #next(words: readonly string[]): Promise<string | undefined> {
    let reached: string | undefined
    await expect
      .poll(
        async () => {
          for (const word of words) if (await this.phase(word).isVisible()) reached = word
          return reached !== undefined || (await this.sign.isVisible())
        },
        { timeout: 120_000, message: `a gate, or ${words.join(' or ')}` },
      )
      .toBe(true)
    return reached
  }
}

/** From an empty board to a demo fleet that runs, by its one button. */
export async function startDemo(page: Page, options: { readonly isFailing?: boolean } = {}): Promise<void> {
  if (options.isFailing) await page.getByRole('checkbox', { name: /web-07/ }).click()
  await page.getByRole('button', { name: 'Start the demo fleet' }).click()
  await page.getByRole('button', { name: /^Release shop/ }).click({ timeout: 90_000 })
  await expect(page.getByRole('button', { name: /^Create the rollout/ })).toBeVisible()
}

/** Create the rollout that the New launch page describes. */
export async function createRollout(page: Page): Promise<LaunchPage> {
  const create = page.getByRole('button', { name: /^Create the rollout/ })
  await expect(create).not.toHaveAttribute('aria-disabled', 'true')
  await create.click()
  await page.waitForURL(/#\/rollouts\//)
  return new LaunchPage(page)
}
