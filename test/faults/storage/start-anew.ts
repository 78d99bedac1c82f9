import type { Stage } from '../stage/stage'

/** Start a rollout that must succeed by itself. */
export async function startAnew(stage: Stage): Promise<void> {
  const { exitCode, stderr } = await stage.begin().ended
  if (exitCode !== 0) throw new Error(`a new rollout ended with ${exitCode}: ${stderr}`)
}
