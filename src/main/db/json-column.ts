import type { z } from 'zod'
import { AppError } from '../../shared/errors/app-error'

/** Read a JSON column. @throws AppError `db.bad-row` when it is not of the shape. */
export function parseJsonColumn<Shape extends z.ZodType>(table: string, text: string, shape: Shape): z.output<Shape> {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (cause) {
    throw new AppError('db.bad-row', { details: { table, reason: 'not JSON' }, cause })
  }
  const parsed = shape.safeParse(value)
  if (parsed.success) return parsed.data
  const issue = parsed.error.issues[0]
  const reason = `${issue?.path.join('.') ?? ''} ${issue?.message ?? 'wrong shape'}`.trim()
  throw new AppError('db.bad-row', { details: { table, reason } })
}
