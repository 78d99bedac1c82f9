import type { OutgoingHttpHeaders } from 'node:http'

/**
 * What the page may do. Everything comes from this console and nothing from elsewhere. Styles may be inline because the
 * renderer of xterm writes style elements and attributes; with images, fonts and connections bound to this origin they
 * cannot carry anything away.
 */
const policy = (connections: string): string =>
  [
    `default-src 'none'`,
    `script-src 'self'`,
    `style-src 'self' 'unsafe-inline'`,
    `img-src 'self' data: blob:`,
    `font-src 'self'`,
    `connect-src ${connections}`,
    `manifest-src 'self'`,
    `frame-ancestors 'none'`,
    `base-uri 'none'`,
    `form-action 'none'`,
  ].join('; ')

const noPolicy = `default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'`

const everyAnswer = {
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
  'Permissions-Policy':
    'camera=(), microphone=(), geolocation=(), payment=(), usb=(), serial=(), hid=(), midi=(), display-capture=(), screen-wake-lock=(self), fullscreen=(self), clipboard-read=(self), clipboard-write=(self)',
  'Cache-Control': 'no-store',
} as const

/**
 * The headers of every answer to a browser. `origin` is the one under which this browser reached us; `ws:` is named for
 * browsers to which `'self'` means http only. Pure.
 */
export function securityHeaders(origin: string | undefined, isTls: boolean): OutgoingHttpHeaders {
  return {
    'Content-Security-Policy': origin === undefined ? noPolicy : policy(`'self' ${origin.replace(/^http/, 'ws')}`),
    ...everyAnswer,
    ...(isTls ? { 'Strict-Transport-Security': 'max-age=31536000' } : {}),
  }
}

/** The headers of every answer to the desktop window, whose page connects to nothing: its line is a port. */
export const windowHeaders: Readonly<Record<string, string>> = {
  'Content-Security-Policy': policy(`'none'`),
  ...everyAnswer,
}
