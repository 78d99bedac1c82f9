import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/** What one run of a client cost. Memory is the peak of its whole process tree. */
export type Cost = {
  readonly exitCode: number
  readonly wallMs: number
  readonly cpuMs: number
  readonly peakBytes: number
}

export type Run = { readonly cost: Cost; readonly stdout: string; readonly stderr: string }

const outputLimitBytes = 256 * 2 ** 20

/** Run a command under `measure.py`. Its output is kept, and its exit code is part of the cost. */
export function measure(command: readonly string[], options: { dir: string; env?: Record<string, string> }): Run {
  const out = join(options.dir, 'cost.json')
  const run = spawnSync('python3', [join(import.meta.dirname, 'measure.py'), out, ...command], {
    cwd: options.dir,
    encoding: 'utf8',
    env: { ...process.env, ...options.env },
    maxBuffer: outputLimitBytes,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  if (run.status !== 0) throw new Error(`measure.py failed: ${run.stderr}`)
  return { cost: JSON.parse(readFileSync(out, 'utf8')) as Cost, stdout: run.stdout, stderr: run.stderr }
}

/** The run with the median wall time. */
export function medianOf(runs: readonly Cost[]): Cost {
  const sorted = runs.toSorted((a, b) => a.wallMs - b.wallMs)
  const median = sorted[Math.floor((sorted.length - 1) / 2)]
  if (median === undefined) throw new Error('nothing was measured')
  return median
}
