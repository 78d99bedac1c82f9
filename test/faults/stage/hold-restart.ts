import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Stage } from './stage'
import type { StageOptions } from './stage-spec'

/** Once told, the restarts of some hosts go on until they are let go, however late they are found. */
export type HeldRestart = { readonly hold: () => void; readonly letGo: () => void }

/** Make it so that the restarts of these hosts can be held; `options` are those of the stage. */
export async function holdRestarts(
  stage: Stage,
  names: readonly string[],
  options: StageOptions,
): Promise<HeldRestart> {
  const { fleet } = stage
  const place = join(fleet.dir, 'held')
  const wait = `while [ -e "${place}.$LASTMILE_HOST_NAME" ]; do sleep 0.1; done`
  fleet.describe({ ...options, lifecycle: { restart: { run: `. ${fleet.dir}/step.sh; ${wait}` } } })
  await stage.apply()
  return {
    hold: () => {
      for (const name of names) writeFileSync(`${place}.${name}`, '')
    },
    letGo: () => {
      for (const name of names) rmSync(`${place}.${name}`, { force: true })
    },
  }
}
