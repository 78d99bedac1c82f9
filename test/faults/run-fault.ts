import { usualLimitMs, type Fault } from './fault'
import { heldResult, type FaultResult } from './fault-result'
import { withFloorProof } from './floor-proof'
import { Lab, type LabOptions } from './lab'
import { describeMissing } from './needs'

/** Closing ends processes and removes directories; what takes longer than this hangs. */
const closeLimitMs = 30_000

/** Run one kind within its time, and clear away what it left, also when it is interrupted. Never rejects. */
export async function runFault(fault: Fault, options: LabOptions, interrupted: AbortSignal): Promise<FaultResult> {
  const { id, title, needs = [], limitMs = usualLimitMs } = fault
  const { seed } = options
  const missing = describeMissing(needs)
  const none = { id, title, seed, times: 0, checked: [] }
  if (missing !== undefined) return { ...none, state: 'skipped', outcome: missing, seconds: 0 }
  const lab = new Lab(options)
  const startedAtMs = performance.now()
  const secondsSoFar = () => (performance.now() - startedAtMs) / 1_000
  let result: FaultResult
  try {
    const report = await within(limitMs, 'it took too long', Promise.race([fault.run(lab), rejectedBy(interrupted)]))
    result = { id, title, seed, ...heldResult(report), seconds: secondsSoFar() }
  } catch (error) {
    const evidence = lab.keepEvidence().map((place) => `\n    evidence: ${place}`)
    result = { ...none, state: 'failed', outcome: `${tellOf(error)}${evidence.join('')}`, seconds: secondsSoFar() }
  }
  const problems = await within(closeLimitMs, 'it could not be cleared away', lab.close()).catch((error: unknown) => [
    tellOf(error),
  ])
  if (problems.length === 0 || result.state === 'failed') return withFloorProof(result, lab.longestGapMs)
  return { ...result, state: 'failed', outcome: `afterwards: ${problems.join('; ')}` }
}

async function within<T>(limitMs: number, why: string, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`${why} (more than ${limitMs / 1_000} s)`)), limitMs)
  })
  try {
    return await Promise.race([work, late])
  } finally {
    clearTimeout(timer)
  }
}

function rejectedBy(interrupted: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    interrupted.addEventListener('abort', () => reject(new Error('interrupted')), { once: true })
  })
}

const tellOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))
