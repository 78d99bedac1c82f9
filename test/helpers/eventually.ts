import { vi } from 'vitest'

/** Wait for what another thread or process does; fails the test when it does not within some seconds. */
export async function eventually(holds: () => boolean): Promise<void> {
  const check = () => {
    if (!holds()) throw new Error('it never came to that')
  }
  await vi.waitFor(check, { timeout: 15_000, interval: 20 })
}
