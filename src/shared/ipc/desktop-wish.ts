import { z } from 'zod'

/**
 * What the desktop around the page wishes of it: its menu, a link, a file that was opened with it. It comes as a message event
 * of the window, `{ lastmile: wish }`. A wish does what the person could do on the page, and nothing else.
 */
export const desktopWish = z.discriminatedUnion('kind', [
  /** Show a place behind the `#`: `/rollouts/k7m2`. */
  z.strictObject({ kind: z.literal('go'), place: z.string().regex(/^\/[\w/?=&%.-]{0,300}$/) }),
  /** Do what the palette offers under this id. */
  z.strictObject({ kind: z.literal('command'), command: z.string().max(40) }),
  /** Show what a lastmile.yml would change. */
  z.strictObject({ kind: z.literal('file'), text: z.string(), fileName: z.string() }),
])
export type DesktopWish = z.output<typeof desktopWish>

/** A message event with a wish. */
export const wishMessage = z.strictObject({ lastmile: desktopWish })
