import { z } from 'zod'
import { AppError } from '../../../shared/errors/app-error'
import type { FileProblem } from '../../../shared/errors/invalid-file'

const details = z.object({
  problems: z.array(z.object({ line: z.number(), column: z.number(), path: z.string(), message: z.string() })),
})

/** The places to correct in a file the console refused, in their order; none where it was refused for another reason. Pure. */
export function problemsOf(error: unknown): readonly FileProblem[] {
  if (!(error instanceof AppError) || !/^(spec|inventory)\.invalid$/.test(error.code)) return []
  return details.safeParse(error.details).data?.problems ?? []
}

/** How far into a text a line and column are, both counted from 1. Pure. */
export function offsetOf(text: string, line: number, column: number): number {
  const lines = text.split('\n')
  const above = lines.slice(0, line - 1).reduce((sum, each) => sum + each.length + 1, 0)
  return Math.min(text.length, above + Math.min(column - 1, lines[line - 1]?.length ?? 0))
}
