import { z } from 'zod'
import { wireError } from './shapes'
import { terminalNotice, terminalRequest } from './terminal'

/**
 * Messages of a page's connection (WebSocket, MessagePort), as JSON text; bytes of terminals are binary frames of a 32-bit
 * big-endian terminal number followed by the bytes.
 */

/** Pushes are numbered over the whole life of a console (`epoch`); a page that comes back asks for what it missed. */
const place = { epoch: z.string(), push: z.int().min(0) }

export const pageMessage = z.discriminatedUnion('kind', [
  /** First of all. `seen`: the last push that this page heard before the connection was lost. */
  z.strictObject({ kind: z.literal('hello'), seen: z.strictObject(place).optional() }),
  z.strictObject({ kind: z.literal('request'), id: z.int(), name: z.string(), input: z.unknown() }),
  z.strictObject({ kind: z.literal('terminal'), message: terminalRequest }),
  z.strictObject({ kind: z.literal('ping'), id: z.int() }),
])
export type PageMessage = z.output<typeof pageMessage>

export const consoleMessage = z.discriminatedUnion('kind', [
  /** The answer to `hello`. `isResumed`: what was missed follows; otherwise the page asks for everything again. */
  z.strictObject({ kind: z.literal('welcome'), ...place, isResumed: z.boolean() }),
  z.strictObject({
    kind: z.literal('reply'),
    id: z.int(),
    result: z.union([
      z.strictObject({ ok: z.literal(true), value: z.unknown() }),
      z.strictObject({ ok: z.literal(false), error: wireError }),
    ]),
  }),
  z.strictObject({ kind: z.literal('push'), number: z.int(), name: z.string(), payload: z.unknown() }),
  z.strictObject({ kind: z.literal('terminal'), message: terminalNotice }),
  z.strictObject({ kind: z.literal('pong'), id: z.int() }),
])
export type ConsoleMessage = z.output<typeof consoleMessage>

const headerBytes = 4

/** A binary frame of a terminal's bytes. */
export function encodeFrame(terminal: number, bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const frame = new Uint8Array(headerBytes + bytes.length)
  new DataView(frame.buffer).setUint32(0, terminal)
  frame.set(bytes, headerBytes)
  return frame
}

/** The terminal and the bytes of a frame (a view, not a copy); undefined for what is no frame. */
export function decodeFrame(frame: Uint8Array): { readonly terminal: number; readonly bytes: Uint8Array } | undefined {
  if (frame.length < headerBytes) return undefined
  const terminal = new DataView(frame.buffer, frame.byteOffset, frame.byteLength).getUint32(0)
  return { terminal, bytes: frame.subarray(headerBytes) }
}
