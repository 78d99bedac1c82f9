import { AppError } from '../../src/shared/errors/app-error'

/** The lines of the `spec.invalid` or `inventory.invalid` that `read` throws; fails when it throws nothing or something else. */
export function problemsOf(read: () => unknown): string[] {
  let value: unknown
  try {
    value = read()
  } catch (error) {
    if (error instanceof AppError && typeof error.details['list'] === 'string') return error.details['list'].split('\n')
    throw error
  }
  throw new Error(`expected a refusal, got ${JSON.stringify(value)}`)
}
