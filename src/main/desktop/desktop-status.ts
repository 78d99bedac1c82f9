import type { Output } from '../../shared/ipc/contract'

type OpenRollout = Output<'board:show'>['open'][number]

/** A decision that waits for a person. */
export type Attention = Pick<OpenRollout, 'rollout' | 'app' | 'version' | 'environment'> & {
  readonly kind: 'waiting' | 'braked'
  /** The same for as long as it is the same decision. */
  readonly key: string
}

/** What the desktop shows of the console outside the page. */
export type DesktopStatus = {
  readonly attention: readonly Attention[]
  /** Rollouts that go on by themselves right now. */
  readonly moving: readonly Pick<OpenRollout, 'rollout' | 'app' | 'version' | 'environment' | 'done' | 'hosts'>[]
  /** Of all hosts of the rollouts that move, 0–1; undefined while none does. */
  readonly progress: number | undefined
}

export const nothingGoesOn: DesktopStatus = { attention: [], moving: [], progress: undefined }

const movingPhases: ReadonlySet<OpenRollout['phase']> = new Set(['running', 'soaking', 'pausing', 'revoking'])

/** What the open rollouts mean to the desktop. Pure. */
export function projectDesktop(open: readonly OpenRollout[]): DesktopStatus {
  const moving = open.filter(({ phase }) => movingPhases.has(phase))
  const hosts = sum(moving.map((rollout) => rollout.hosts))
  const done = sum(moving.map((rollout) => rollout.done))
  return {
    attention: open.flatMap((rollout) => attentionOf(rollout) ?? []),
    moving: moving.map(({ rollout, app, version, environment, done: its, hosts: all }) => {
      return { rollout, app, version, environment, done: its, hosts: all }
    }),
    progress: hosts === 0 ? undefined : done / hosts,
  }
}

function attentionOf({ rollout, app, version, environment, phase, gate }: OpenRollout): Attention | undefined {
  if (phase !== 'waiting' && phase !== 'braked') return undefined
  return { kind: phase, rollout, app, version, environment, key: `${rollout} ${phase} ${gate ?? ''}` }
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0)
