/** Between the process of a console and the test: what passes through the ports of its pages. */
export type ToConsole =
  | { readonly kind: 'open'; readonly port: string }
  | { readonly kind: 'data'; readonly port: string; readonly data: string | number }
export type FromConsole =
  | { readonly kind: 'ready'; readonly httpPort: number }
  | { readonly kind: 'data'; readonly port: string; readonly data: string | Uint8Array }
  | { readonly kind: 'closed'; readonly port: string }

/** What the page is told in one go: `text` as it is, `bytes` in base64, `closed`. */
export type PortNews = readonly [port: string, kind: 'text' | 'bytes' | 'closed', value: string]
