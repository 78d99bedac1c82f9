import { z } from 'zod'
import { by } from './shapes'

/**
 * Terminal streams: bytes between a pane and the console, beside the requests. They belong to one connection and end with it.
 * A pane names its stream itself; bytes travel as binary frames (`frame.ts`), everything else as these messages.
 */
const terminal = z.int().min(1).max(0xffff_ffff)
const size = { columns: z.int().min(2).max(1_000), rows: z.int().min(1).max(1_000) }

/** What a terminal shows. */
export const terminalSource = z.discriminatedUnion('kind', [
  /** What the steps of a host printed so far, and from then on live. */
  z.strictObject({ kind: z.literal('log'), rollout: z.string().min(1), host: z.string().min(1) }),
  /** An interactive shell on a host; recorded. `rollout`: the launch it is opened from. */
  z.strictObject({
    kind: z.literal('shell'),
    app: z.string().min(1),
    environment: z.string().min(1),
    host: z.string().min(1),
    rollout: z.string().optional(),
    by,
    ...size,
  }),
  /** What an earlier shell printed. */
  z.strictObject({ kind: z.literal('shell-record'), shell: z.string().min(1) }),
])
export type TerminalSource = z.output<typeof terminalSource>

/** From a pane. */
export const terminalRequest = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('open'), terminal, source: terminalSource }),
  /** So many bytes were written to the screen; the console keeps at most `terminalWindowBytes` on the way. */
  z.strictObject({ kind: z.literal('ack'), terminal, bytes: z.int().min(1) }),
  /** Keys, as text; only for shells. */
  z.strictObject({ kind: z.literal('input'), terminal, text: z.string().max(1_000_000) }),
  z.strictObject({ kind: z.literal('resize'), terminal, ...size }),
  z.strictObject({ kind: z.literal('close'), terminal }),
])
export type TerminalRequest = z.output<typeof terminalRequest>

/** To a pane, in order with its bytes. */
export const terminalNotice = z.discriminatedUnion('kind', [
  /** What follows is the output of this attempt of a step (`shell` for shells). */
  z.strictObject({
    kind: z.literal('section'),
    terminal,
    step: z.string(),
    attempt: z.int(),
    atMs: z.number().optional(),
  }),
  /** The pane was too far behind a chatty host: so many bytes are left out here. They are in the log. */
  z.strictObject({ kind: z.literal('skipped'), terminal, bytes: z.int() }),
  /** Nothing follows; `error` when it did not end by itself. */
  z.strictObject({
    kind: z.literal('ended'),
    terminal,
    error: z
      .strictObject({ code: z.string(), message: z.string(), details: z.record(z.string(), z.unknown()) })
      .optional(),
  }),
])
export type TerminalNotice = z.output<typeof terminalNotice>

/** A pane's bytes on the way: a fast terminal writes this in some 20 ms, and a slow one is not flooded. */
export const terminalWindowBytes = 512 * 1024
/** A pane that is further behind the end of a live log than this goes on near the end. */
export const terminalBehindBytes = 4 * 1024 * 1024
