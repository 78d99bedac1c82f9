import type { OutgoingHttpHeaders } from 'node:http'

/**
 * What the page may do. Everything comes from this console and nothing from elsewhere. Styles may be inline because the
 * renderer of xterm writes style elements and attributes; with images, fonts and connections bound to this origin they
 * cannot carry anything away. `ws:` is named for browsers to which `'self'` means http only.
 */
const policy = (origin: string): string =>
  [
    `default-src 'none'`,
    `script-src 'self'`,
    `style-src 'self' 'unsafe-inline'`,
    `img-src 'self' data: blob:`,
    `font-src 'self'`,
    `connect-src 'self' ${origin.replace(/^http/, 'ws')}`,
    `manifest-src 'self'`,
    `frame-ancestors 'none'`,
    `base-uri 'none'`,
    `form-action 'none'`,
  ].join('; ')

/** The headers of every answer. `origin` is the one under which this browser reached us. Pure. */
export function securityHeaders(origin: string | undefined, isTls: boolean): OutgoingHttpHeaders {
  return {
    'Content-Security-Policy':
      origin === undefined
        ? `default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'`
        : policy(origin),
    'X-Content-Type-Options': 'nosniff',
    'X-Frame-Options': 'DENY',
    'Referrer-Policy': 'no-referrer',
    'Cross-Origin-Opener-Policy': 'same-origin',
    'Cross-Origin-Resource-Policy': 'same-origin',
    'Cross-Origin-Embedder-Policy': 'require-corp',
    'Permissions-Policy':
      'camera=(), microphone=(), geolocation=(), payment=(), usb=(), serial=(), hid=(), midi=(), display-capture=(), screen-wake-lock=(self), fullscreen=(self), clipboard-read=(self), clipboard-write=(self)',
    'Cache-Control': 'no-store',
    ...(isTls ? { 'Strict-Transport-Security': 'max-age=31536000' } : {}),
  }
}
