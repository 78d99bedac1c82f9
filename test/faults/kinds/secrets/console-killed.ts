import { globSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { formsOf } from '../../../../src/main/secrets/secret-forms'
import type { CliResult } from '../../../helpers/built-cli'
import type { Fault } from '../../fault'
import type { Stage } from '../../stage/stage'

const token = 't0ken-of-the-shop/with+more'
/** What the stage's own step does, then the secret plainly, in base64, and in pieces. */
const restart = `. "$LASTMILE_ROOT/../../../step.sh"
f=$LASTMILE_SECRET_TOKEN_FILE
cat "$f"; echo; base64 <"$f"; head -c 7 "$f"; sleep 0.4; tail -c +8 "$f"; echo`
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
      const stage = await lab.stage({ hosts: 3, lifecycle: { restart: { run: restart } }, app })
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

const secretsOnHosts = ({ fleet }: Pick<Stage, 'fleet'>): string[] =>
  globSync(join(fleet.sshd.dir, '*/.lastmile/secrets/*/*'))

/** The secret is in no file of the console, in no log that it shows, and in nothing that is left on the hosts. */
async function assertNoSecret({ dataFolder, fleet, program }: Stage): Promise<readonly string[]> {
  const logs: CliResult[] = []
  for (const name of fleet.names) logs.push(await program.expect([0], ['logs', 'latest', name]))
  const report = await program.expect([0], ['report', 'latest'])
  const kept = [dataFolder, ...globSync(join(fleet.sshd.dir, '*/.lastmile'))].flatMap((folder) =>
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => readFileSync(join(entry.parentPath, entry.name))),
  )
  const texts = [...logs, report].map(({ stdout }) => Buffer.from(stdout))
  for (const bytes of [...kept, ...texts]) {
    if (formsOf(token).some((form) => bytes.includes(form.bytes)))
      throw new Error('the secret was found in what is kept')
  }
  if (!logs[1]?.stdout.includes('*'.repeat(token.length))) throw new Error('the log lacks what was hidden in it')
  if (secretsOnHosts({ fleet }).length > 0) throw new Error('the file of a secret stayed on its host')
  return ['secrets']
}
