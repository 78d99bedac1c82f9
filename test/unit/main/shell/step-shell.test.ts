import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { StepExit } from '../../../../src/main/ports'
import { interpreters, local, LocalFleet, LogCollector } from './local-fleet'

describe.each(interpreters)('AgentStepShell under %s', (...interpreter) => {
  let fleet: LocalFleet
  beforeEach(() => {
    fleet = new LocalFleet(interpreter as readonly string[] as [string, ...string[]])
  })
  afterEach(() => fleet[Symbol.asyncDispose]())

  function run(script: string, runDir = 'r/app/step.1', shell = fleet.openConsole().shell) {
    const log = new LogCollector()
    const exit: Promise<StepExit> = shell.run({ target: local, runDir, script, timeoutMs: 20_000, onOutput: log.onOutput })
    return exit.then((value) => ({ ...value, log: log.text }))
  }

  it('runs a step and tells its exit, log and result', async () => {
    const found = await run('echo out; echo err >&2; echo "version=1.2=3" >>"$LASTMILE_RESULT"; exit 7')
    expect({ ...found, durationMs: 0 }).toEqual({
      exitCode: 7, vanished: false, timedOut: false, reattached: false, logBytes: 8,
      result: { version: '1.2=3' }, durationMs: 0, log: 'out\nerr\n',
    })
  })
  it('speed', async () => {
    const { shell } = fleet.openConsole()
    await run('true', 'r/app/first', shell)
    const t = performance.now()
    for (let i = 0; i < 9; i++) await run('echo hi', `r/app/s${i}`, shell)
    const t2 = performance.now()
    for (let i = 0; i < 9; i++) await run('true', `r/app/e${i}`, shell)
    const t3 = performance.now()
    for (let i = 0; i < 9; i++) await shell.query({target: local, script: 'echo hi', timeoutMs: 1000})
    console.log(interpreter, 'step', (t2 - t) / 9, 'silent', (t3 - t2) / 9, 'query', (performance.now() - t3) / 9)
  })
})
