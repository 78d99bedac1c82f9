import { fleetApp, fleetEnvironment } from '../../demo/fleet-spec'
import { installedVersion, newVersion } from '../../demo/fleet'
import type { Stage } from '../../demo/stage'
import type { Cli } from '../cli'
import { exitCodes } from '../exit-code'
import { follow } from '../follow'
import { gateAttendant } from '../gate-choice'

/** Release the new version as `lastmile run` does, with the person at the terminal; offers a rollback when it stops. */
export async function playInteractively(cli: Cli, { client, dataFolder }: Stage, signal: AbortSignal): Promise<void> {
  const by = cli.user
  const attend = gateAttendant(cli, false, { by, answers: new Map(), waivers: new Map(), isYes: false })
  const followed = { by, isJson: false, afterSeq: 0, attend, dataFolder }
  const wanted = { app: fleetApp, environment: fleetEnvironment, version: newVersion, by }
  const { rollout } = await client.request('rollout:start', wanted)
  const code = await follow(cli, client, { ...followed, rollout })
  if (code !== exitCodes.waiting) return
  const question = `The release does not go on. Put back ${installedVersion} on every host that was touched?`
  if (!(await cli.questions.confirm(question, { isYes: true, signal }))) return
  const back = await client.request('rollout:rollback', { rollout, by, reason: 'the demo went no further' })
  await follow(cli, client, { ...followed, rollout: back.rollout })
}
