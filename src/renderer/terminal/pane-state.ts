import type { TerminalNotice } from '../../shared/ipc/terminal'

/** Where the stream of a pane stands. */
export type PaneState =
  /** Asked for; nothing has come yet. */
  | { readonly kind: 'opening' }
  | { readonly kind: 'live' }
  /** The line to the console is lost. */
  | { readonly kind: 'lost' }
  | { readonly kind: 'ended'; readonly error?: NonNullable<Extract<TerminalNotice, { kind: 'ended' }>['error']> }
