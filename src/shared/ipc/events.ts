import { z } from 'zod'

/** What the console says unasked. Numbered per connection, so that a listener sees when it missed something. */
export const pushes = {
  /** New journal rows of a rollout; batched. */
  'rollout:changed': z.strictObject({
    rollout: z.string(),
    rows: z.array(
      z.strictObject({
        rollout: z.string(),
        seq: z.int(),
        at: z.number(),
        actor: z.string(),
        kind: z.string(),
        payload: z.record(z.string(), z.unknown()),
      }),
    ),
  }),
} as const

export type PushName = keyof typeof pushes
export type Push<N extends PushName> = z.output<(typeof pushes)[N]>
