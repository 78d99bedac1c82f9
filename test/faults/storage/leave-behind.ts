import type { Stage } from '../stage/stage'

/**
 * A console that made a backup in the middle of a rollout, went on, and was killed: `restart` runs on web-03, and the backup
 * knows of web-02 at most.
 */
export async function leaveBackupBehind(stage: Stage): Promise<void> {
  stage.fleet.slowStep('web-02', 'restart', 1)
  stage.fleet.slowStep('web-03', 'restart', 2)
  const run = stage.begin()
  await stage.untilStep('web-02', 'restart')
  await stage.program.request('backup:make', {})
  await stage.untilStep('web-03', 'restart')
  run.child.kill('SIGKILL')
  await run.ended
}

/** One host at a time, so that the backup lies in the middle. */
export const oneByOne = { hosts: 3, strategy: { batches: [1], maxUnavailable: 1 } } as const
