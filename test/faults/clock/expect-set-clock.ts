import type { FaultReport } from '../fault'
import type { Lab } from '../lab'
import { nextVersion } from '../stage/stage-fleet'
import { ClockFile } from './clock-file'
import { toldEvents } from './told-events'

const soakMs = 6_000
const stepSeconds = 2
/** A machine that is busy; two hours would be something else. */
const longestMs = 90_000
const patienceMs = 100_000

/** Set the clock of a console that releases, while a host is on its way and again while it soaks. */
export async function expectSetClock(lab: Lab, hours: number): Promise<FaultReport> {
  const stage = await lab.stage({ hosts: 3, strategy: { canary: { hosts: 1, soak: `${soakMs}ms` } } })
  const clock = new ClockFile(stage.fleet.dir)
  stage.fleet.slowStep('web-01', 'restart', stepSeconds)
  const args = ['run', 'shop', nextVersion, '--env', 'production', '--json', '--yes']
  const run = stage.program.start(args, clock.env)
  await stage.untilStep('web-01', 'restart', patienceMs)
  clock.set(hours * 3_600)
  await run.line(({ kind }) => kind === 'soak-started')
  const soaksFrom = performance.now()
  clock.set(0)
  await run.line(({ kind }) => kind === 'soak-finished')
  const soakedMs = performance.now() - soaksFrom
  const { exitCode, stdout, stderr } = await run.ended
  if (exitCode !== 0) throw new Error(`run ended with ${exitCode}: ${stderr}`)
  // the line may come a moment after the event
  if (soakedMs < soakMs - 500 || soakedMs > longestMs) throw new Error(`a soak of ${soakMs} ms took ${soakedMs} ms`)
  const causes = toldEvents(stdout, 'time-jumped').map(({ cause }) => cause)
  const wanted = hours < 0 ? ['back', 'forward'] : ['forward', 'back']
  if (causes.join() !== wanted.join()) throw new Error(`the journal tells of ${causes.join(', ') || 'no jump'}`)
  return {
    times: 2,
    outcome: 'The journal tells of both jumps; no step, soak or wait became shorter or longer.',
    checked: [...(await stage.assertTruth()), 'soaks last as long as they should'],
  }
}
