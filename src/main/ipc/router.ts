import type { z } from 'zod'
import { requests, type Handlers, type RequestName } from '../../shared/ipc/contract'
import type { WireResult } from '../../shared/ipc/wire-result'
import { AppError, toWireError } from '../../shared/errors/app-error'

/**
 * Take a request from any transport: find it in the contract, parse what came in, call its handler, parse what goes out.
 * Never throws: every outcome is a value that can cross the transport. A failure that is not an AppError is a bug and is
 * told as one.
 */
export async function dispatch(handlers: Handlers, name: string, input: unknown): Promise<WireResult> {
  try {
    if (!isRequest(name)) throw new AppError('console.unknown-request', { details: { name } })
    const { input: shape, output } = requests[name]
    const parsed = shape.safeParse(input)
    if (!parsed.success)
      throw new AppError('console.bad-request', { details: { name, problems: problemsOf(parsed.error) } })
    // the contract ties the name to both shapes; the compiler cannot follow that through a union of names
    const handler = handlers[name] as (input: unknown) => unknown
    return { ok: true, value: withoutUndefined(output.parse(await handler(parsed.data))) }
  } catch (error) {
    return { ok: false, error: toWireError(error) }
  }
}

const isRequest = (name: string): name is RequestName => Object.hasOwn(requests, name)

/** What is wrong with a value, in one line. Pure. */
export const problemsOf = (error: z.ZodError): string =>
  error.issues.map(({ path, message }) => `${path.join('.') || 'input'}: ${message}`).join('; ')

/** What a transport would drop is dropped here too, so that every door sees the same. */
const withoutUndefined = (value: unknown): unknown => JSON.parse(JSON.stringify(value ?? null))
