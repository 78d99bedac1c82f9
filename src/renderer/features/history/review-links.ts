import { routes } from '../../app/routes'

/** The parts of a review, as they stand in the address. */
export const reviewParts = ['replay', 'timeline', 'gates', 'logs', 'compare', 'shells'] as const
export type ReviewPart = (typeof reviewParts)[number]

/** A place in a host's log. */
type LogTarget = {
  readonly rollout: string
  readonly host: string
  readonly step?: string
  readonly attempt?: number
  readonly line?: number
  readonly text?: string
}

/** The review of a rollout at a host's log, at a step or a line of it. */
export function logHref({ rollout, host, step, attempt, line, text }: LogTarget): string {
  const params = new URLSearchParams({ part: 'logs', host })
  if (step !== undefined) params.set('step', step)
  if (attempt !== undefined) params.set('attempt', String(attempt))
  if (line !== undefined) params.set('line', String(line))
  // only to find the line again where the output moves the cursor
  if (text !== undefined) params.set('at', text.slice(0, 200))
  return `${routes.review(rollout)}?${params.toString()}`
}
