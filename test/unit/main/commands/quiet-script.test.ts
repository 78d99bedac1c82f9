import { describe, expect, it } from 'vitest'
import { buildQuietScript } from '../../../../src/main/commands/quiet-script'
import { buildSleep } from '../../../../src/main/commands/step-script'
import { tempFolder } from '../../../helpers/temp-folder'
import { eachShell, fakeClockPath, runScript } from './shell-matrix'
import { stepContext } from './step-fixture'

const times = { minMs: 0, maxMs: 30_000, intervalMs: 500 }

eachShell('buildQuietScript', (shell) => {
  it('waits until nothing is in flight', async () => {
    const folder = tempFolder()
    const inFlight = `echo x >>'${folder}/n'; echo " $((3 - $(wc -l <'${folder}/n'))) "`
    const script = buildQuietScript(stepContext(), { ...times, inFlight })
    const done = await runScript(shell, script, { path: fakeClockPath(shell) })
    expect(done).toMatchObject({ exitCode: 0, log: 'in flight: 2\nin flight: 1\nin flight: 0\n' })
    expect(done.result).toEqual({ reachedMaximum: 'no', inFlight: '0', waitedSeconds: '1' })
  })

  it('waits at least the minimum', async () => {
    const path = fakeClockPath(shell)
    const done = await runScript(
      shell,
      buildQuietScript(stepContext(), { ...times, minMs: 7_000, inFlight: 'echo 0' }),
      { path },
    )
    expect(done.result).toEqual({ reachedMaximum: 'no', inFlight: '0', waitedSeconds: '7' })
    const plain = await runScript(shell, `${buildQuietScript(stepContext(), { ...times, minMs: 7_000 })}date`, { path })
    expect(plain).toMatchObject({ exitCode: 0, log: 'quiet for 7 s\n1014\n', result: { reachedMaximum: 'no' } })
  })

  it('goes on at the maximum, and says so', async () => {
    const script = buildQuietScript(stepContext(), { ...times, inFlight: 'echo 4' })
    const done = await runScript(shell, script, { path: fakeClockPath(shell) })
    expect(done).toMatchObject({ exitCode: 0, result: { reachedMaximum: 'yes', inFlight: '4', waitedSeconds: '30' } })
    expect(done.log).toContain('the maximum of 30 s is reached')
  })

  it('asks date where the time since boot cannot be read', async () => {
    const script = buildQuietScript(stepContext(), { ...times, minMs: 7_000, inFlight: 'echo 0' })
    const done = await runScript(shell, script.replaceAll('/proc/uptime', '/nowhere'), { path: fakeClockPath(shell) })
    expect(done.result).toMatchObject({ reachedMaximum: 'no', waitedSeconds: '7' })
  })

  it.each(['echo many', 'echo', 'echo 0; exit 1', 'echo -1', 'nowhere/to/be/found'])(
    'does not take an answer that cannot be read for quiet: %s',
    async (inFlight) => {
      const script = buildQuietScript(stepContext(), { ...times, inFlight })
      const done = await runScript(shell, script, { path: fakeClockPath(shell) })
      expect(done).toMatchObject({ exitCode: 112, result: { reason: 'in-flight-unreadable', reachedMaximum: 'yes' } })
    },
  )
})

eachShell('buildSleep', (shell) => {
  it('waits a whole second where sleep knows no fractions', async () => {
    const script = `sleep() { case $1 in *.*) return 1 ;; esac; echo "slept $1"; }\n${buildSleep(200)}\n${buildSleep(1_500)}`
    expect((await runScript(shell, script)).log).toBe('slept 1\nslept 2\n')
  })
})

describe('buildSleep', () => {
  it.each([
    [0, ':'],
    [2_000, 'sleep 2'],
    [250, '{ sleep 0.25 2>/dev/null || sleep 1; }'],
  ])('writes %d ms', (ms, text) => expect(buildSleep(ms)).toBe(text))
})
