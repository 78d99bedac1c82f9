import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import type { Fault } from '../../fault'
import { assertNoSecret, printingRestart, secretsOnHosts, token } from '../../secrets/no-secret'

/** Milliseconds after the step has begun: before it prints, and in the middle of its secret. */
const moments = [0, 500]

/** The step goes on without its console; the next one hides what it prints, and nothing of the secret stays. */
export const fault: Fault = {
  id: 'secrets.console-killed',
  title: 'the console is killed while a step has a secret',
  needs: ['sshd', 'nginx', 'loopback-range'],
  limitMs: 300_000,
  run: async (lab) => {
    let checked: readonly string[] = []
    for (const moment of moments) {
      const app = { secrets: { token: { file: './token' } } }
      const stage = await lab.stage({ hosts: 3, lifecycle: { restart: { run: printingRestart } }, app })
      writeFileSync(join(stage.fleet.dir, 'token'), token, { mode: 0o600 })
      stage.fleet.slowStep('web-02', 'restart', 0.3)
      const run = stage.begin()
      // the canary comes first, and soaks
      await stage.untilStep('web-02', 'restart', 90_000)
      if (secretsOnHosts(stage).length === 0) throw new Error('the step has no file with its secret')
      await delay(moment)
      run.child.kill('SIGKILL')
      await run.ended
      const { result } = await stage.toTheEnd()
      if (result !== 'succeeded') throw new Error(`it ended as ${result}`)
      checked = [...(await stage.assertTruth()), ...(await assertNoSecret(stage))]
      lab.say(`killed ${moment} ms into the step: nothing of the secret is left`)
    }
    const outcome = 'The step was found again; its output is hidden, and the file on the host is gone.'
    return { times: moments.length, outcome, checked }
  },
}
