import type { WireError } from '../errors/app-error'

/** How every reply crosses a transport. */
export type WireResult =
  { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly error: WireError }
