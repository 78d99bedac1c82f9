import { writeFileSync } from 'node:fs'
import { listFaults, selectFaults } from './fault-list'
import type { FaultResult, FaultSuiteReport } from './fault-result'
import { showFaults } from './fault-table'
import { tellFloorProof } from './floor-proof'
import { buildProgram } from './program-build'
import { runFault } from './run-fault'

export type SuiteOptions = {
  readonly isList: boolean
  readonly isShort: boolean
  readonly only: readonly string[]
  readonly seed: number
  readonly kills: number | undefined
  readonly jsonFile: string | undefined
  /** The program under test; undefined: a build of its own is made and removed. */
  readonly programFile: string | undefined
}

/** Run the kinds that are asked for, one after the other, and print the table. True when all that ran have held. */
export async function runFaults(options: SuiteOptions): Promise<boolean> {
  const faults = selectFaults(listFaults(), options.only).filter(({ isShort }) => !options.isShort || isShort)
  if (options.isList) {
    for (const { id, title, isShort } of faults)
      console.log(`${id.padEnd(36)} ${isShort ? 'short' : '     '}  ${title}`)
    return true
  }
  if (faults.length === 0) throw new Error(`no kind is called ${options.only.join(' or ')}; --list shows all`)
  console.log(
    `seed ${options.seed}; the same stories again: npm run faults -- --seed ${options.seed} (when consoles die follows the measured pace)`,
  )
  const built = options.programFile === undefined ? await buildProgram() : undefined
  const results: FaultResult[] = []
  const interruption = new AbortController()
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => interruption.abort())
  try {
    for (const fault of faults) {
      if (interruption.signal.aborted) break
      console.log(`▸ ${fault.id}: ${fault.title}`)
      const say = (text: string) => console.log(`    ${text}`)
      const programFile = options.programFile ?? built?.programFile ?? ''
      const result = await runFault(fault, { ...options, programFile, say }, interruption.signal)
      results.push(result)
      console.log(`  ${result.state} after ${result.seconds.toFixed(1)} s: ${result.outcome}`)
    }
  } finally {
    built?.remove()
  }
  report(results, options)
  return results.every(({ state }) => state !== 'failed')
}

function report(results: readonly FaultResult[], { seed, jsonFile }: SuiteOptions): void {
  const countOf = (state: FaultResult['state']) => results.filter((result) => result.state === state).length
  console.log(`\n${showFaults(results)}`)
  console.log(
    `${countOf('held')} held, ${countOf('failed')} failed, ${countOf('skipped')} skipped; the same stories: --seed ${seed}`,
  )
  console.log(tellFloorProof(results))
  if (jsonFile === undefined) return
  const whole: FaultSuiteReport = { seed, node: process.version, results }
  writeFileSync(jsonFile, `${JSON.stringify(whole, undefined, 2)}\n`)
}
