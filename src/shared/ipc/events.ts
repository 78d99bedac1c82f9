import { z } from 'zod'
import { demoStatus, preferences, question, trouble } from './requests/console-requests'
import { journalRow } from './shapes'

/** What the console says unasked. Numbered per connection, so that a listener sees when it missed something. */
export const pushes = {
  /** New journal rows of a rollout; batched. */
  'rollout:changed': z.strictObject({ rollout: z.string(), rows: z.array(journalRow) }),
  /** Apps, hosts, releases, what was seen of hosts, or debts: ask again for what you show. */
  'inventory:changed': z.strictObject({ app: z.string().optional() }),
  'checklist:changed': z.strictObject({}),
  'shell:changed': z.strictObject({ shell: z.string(), rollout: z.string().optional() }),
  /** All questions that are open now. */
  'question:changed': z.strictObject({ open: z.array(question) }),
  /** All troubles that are open now. */
  'trouble:changed': z.strictObject({ open: z.array(trouble) }),
  'preferences:changed': preferences,
  'demo:changed': demoStatus,
} as const

export type PushName = keyof typeof pushes
export type Push<N extends PushName> = z.output<(typeof pushes)[N]>
