import { AppError } from '../../shared/errors/app-error'

/**
 * An expected error without secrets: the same when it holds none, else another with the same code. Anything else comes back
 * as it is: it is a bug, and what it says is our own. Pure.
 */
export function hideInError(error: unknown, hide: (text: string) => string): unknown {
  if (!(error instanceof AppError) || hide(error.message) === error.message) return error
  const details = Object.entries(error.details).map(([key, value]) => {
    return [key, typeof value === 'string' ? hide(value) : value] as const
  })
  // the cause would bring the text along
  return new AppError(error.code, { details: Object.fromEntries(details) })
}
