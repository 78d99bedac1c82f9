import { readFileSync, truncateSync } from 'node:fs'
import { join } from 'node:path'
import type { Fault } from '../../fault'
import { expectUnharmed } from '../../stage/expect-unharmed'
import type { Stage } from '../../stage/stage'
import type { StageOptions } from '../../stage/stage-spec'

/** It keeps stdout and stderr of the step, and says something every now and then for as long as it is let. */
const daemon = `(while :; do sleep 0.1; echo "the daemon talks"; done) &
echo $! >"$lm_site/daemon.pid"
echo "the last word of the step"`
const lastWord = 'the last word of the step\n'

export const fault: Fault = {
  id: 'hosts.forks-daemon',
  title: 'a step leaves a daemon behind that keeps its output open and goes on printing',
  needs: ['sshd', 'nginx', 'loopback-range'],
  limitMs: 300_000,
  run: async (lab) => {
    const options: StageOptions = { hosts: 3, strategy: { batches: [1] } }
    const stage = await lab.stage(options)
    const { fleet } = stage
    const run = `. ${fleet.dir}/step.sh; ${daemon}`
    fleet.describe({ ...options, lifecycle: { restart: { run, timeout: '10s' } } })
    await stage.apply()
    lab.onCleanup(() => endDaemons(stage))
    const rollout = stage.begin()
    await rollout.ended
    await lab.until('every daemon has talked after its step', () =>
      fleet.names.every((name) => logOf(stage, name).at(-1)?.endsWith('the daemon talks\n')),
    )
    endDaemons(stage)
    const { rollout: id } = await stage.show()
    for (const name of fleet.names) {
      const stored = await stage.program.expect([0], ['logs', id, name, 'restart'])
      if (!stored.stdout.includes('the last word'))
        throw new Error(`the log of ${name} lacks the end: ${stored.stdout}`)
      // what a daemon says later is no output of the step, so it need not be in the log
      const [file, text = ''] = logOf(stage, name)
      if (file) truncateSync(file, text.indexOf(lastWord) + lastWord.length)
    }
    const checked = await expectUnharmed(stage, rollout)
    return {
      times: fleet.names.length,
      outcome: 'The steps ended when their scripts did; later output confused nobody.',
      checked,
    }
  },
}

/** Name and text of the log that the restart of a host writes to, as the host has it. */
function logOf(stage: Stage, name: string): [] | [string, string] {
  const [rollout] = stage.fleet.effectsOf(name).map((effect) => effect.rollout)
  if (rollout === undefined) return []
  const file = join(stage.fleet.homeOf(name), '.lastmile/runs', rollout, 'shop', name, 'restart.1/log')
  return [file, readFileSync(file, 'utf8')]
}

function endDaemons(stage: Stage): void {
  for (const name of stage.fleet.names) {
    try {
      process.kill(Number(readFileSync(join(stage.fleet.host(name), 'daemon.pid'), 'utf8')), 'SIGKILL')
    } catch (error) {
      // it never started, or has been ended before
      const { code } = error as NodeJS.ErrnoException
      if (code !== 'ENOENT' && code !== 'ESRCH') throw error
    }
  }
}
