/**
 * `npm run bench`: Lastmile beside the tools people use today, on the same loopback hosts and in the same run.
 *
 *   npm run bench -- [--quick] [--repeat 3] [--only fan-out|rolling|page|event-loop] [--out bench.json]
 *
 * Every figure is of the client and all it started; the servers' work is not counted. The run with the median wall
 * time is shown. A contestant whose work was not found on every host gets no figure.
 */
import { writeFileSync } from 'node:fs'
import { cpus, loadavg } from 'node:os'
import { parseArgs } from 'node:util'
import { findTool, packagesOf } from '../tools/system-tools.ts'
import type { Contestant } from './contestant.ts'
import { runEventLoopBench } from './event-loop.ts'
import { fanOutContestants } from './fan-out.ts'
import { openLoopbackFleet } from './loopback-fleet.ts'
import { medianOf, type Cost } from './measure.ts'
import { showPart, type Part, type Result } from './result-table.ts'
import { rollingContestants } from './rolling-release.ts'
import { runPageBench } from './page.ts'

const { values } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    repeat: { type: 'string', default: '1' },
    only: { type: 'string' },
    contestant: { type: 'string', multiple: true },
    out: { type: 'string' },
  },
})
const fanOutSizes = values.quick ? [20, 100] : [100, 1_000]
const rollingHosts = values.quick ? 20 : 100
const repeats = Number(values.repeat)

/** Measure one contestant `repeats` times. */
function measureContestant({ name, needs, run, findFault }: Contestant): Result {
  const missing = needs.filter((tool) => findTool(tool) === undefined)
  if (missing.length > 0) return { name, note: `not installed: apt-get install ${packagesOf(missing).join(' ')}` }
  const costs: Cost[] = []
  for (let i = 0; i < repeats; i += 1) {
    try {
      const done = run()
      const fault = findFault(done)
      if (fault !== undefined) return { name, note: `not available: ${fault}` }
      costs.push(done.cost)
    } catch (error) {
      return { name, note: `not available: ${error instanceof Error ? error.message.split('\n')[0] : String(error)}` }
    }
  }
  return { name, cost: medianOf(costs) }
}

function measurePart(title: string, contestants: readonly Contestant[]): Part {
  const results = contestants
    .filter(({ name }) => values.contestant === undefined || values.contestant.includes(name))
    .map((contestant) => {
      process.stderr.write(`  ${title}: ${contestant.name} …\n`)
      return measureContestant(contestant)
    })
  const part = { title, results }
  console.log(`\n${showPart(part)}`)
  return part
}

// wall times mean little on a machine that is busy with something else
const loadBefore = loadavg()[0] ?? 0
if (loadBefore > 1)
  console.log(`The machine is busy (load ${loadBefore.toFixed(1)}): trust the CPU times, not the wall times.`)

/** Lastmile beside its peers, on hosts behind a real sshd. */
async function measureAgainstPeers(): Promise<readonly Part[]> {
  const fleet = await openLoopbackFleet(Math.max(...fanOutSizes, rollingHosts))
  const parts: Part[] = []
  try {
    if (values.only !== 'rolling') {
      // the first connections pay for cold caches on both sides
      fanOutContestants(fleet, 10).forEach(measureContestant)
      for (const hosts of fanOutSizes) {
        parts.push(measurePart(`(a) one command on ${hosts} hosts`, fanOutContestants(fleet, hosts)))
      }
    }
    if (values.only !== 'fan-out') {
      parts.push(
        measurePart(`(b) nine steps on ${rollingHosts} hosts, 10 at a time`, rollingContestants(fleet, rollingHosts)),
      )
    }
  } finally {
    await fleet.stop()
  }
  return parts
}

const isAsked = (part: string) => values.only === undefined || values.only === part
const parts = isAsked('fan-out') || isAsked('rolling') ? await measureAgainstPeers() : []
const isPageQuick = isAsked('page') ? await runPageBench() : true
const isLoopFree = isAsked('event-loop') ? await runEventLoopBench(values.quick ? 100 : 1_000) : true
if (values.out !== undefined) {
  const machine = { cpus: cpus().length, model: cpus()[0]?.model, node: process.version, loadBefore }
  writeFileSync(values.out, `${JSON.stringify({ at: new Date().toISOString(), machine, parts }, undefined, 2)}\n`)
}
// peers are compared; the page and the event loop are held to limits
if (!isPageQuick || !isLoopFree) process.exitCode = 1
