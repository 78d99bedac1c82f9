import { BlockList, isIP, isIPv6 } from 'node:net'
import { AppError } from '../../shared/errors/app-error'

/** Where the page is served. `address` is what the server listens on. */
export type ServedAddress = {
  readonly address: string
  readonly port: number
  readonly isTls: boolean
  /** Whether a name that a browser uses (without port, lower case, no brackets) means this console. */
  readonly isOurName: (name: string) => boolean
}

/** Every address of 127.0.0.0/8 and ::1 stays on this machine. */
const loopback = new BlockList()
loopback.addSubnet('127.0.0.0', 8, 'ipv4')
loopback.addAddress('::1', 'ipv6')

/** Does an address to listen on stay on this machine? Names other than `localhost` may mean anything. Pure. */
export function isLoopback(address: string): boolean {
  if (address === 'localhost') return true
  return isIP(address) !== 0 && loopback.check(address, isIPv6(address) ? 'ipv6' : 'ipv4')
}

/**
 * Names under which a page on loopback is reached. Any other name in `Host` is somebody who made their own name resolve to
 * this machine (DNS rebinding).
 */
export const loopbackNames = (address: string): ((name: string) => boolean) => {
  const names = new Set(['127.0.0.1', 'localhost', '::1', address])
  return (name) => names.has(name)
}

/** Split `ADDRESS[:PORT]`, `[ADDRESS]:PORT`; a bare IPv6 address is one. Pure. @throws AppError `cli.usage` */
export function parseListen(text: string): { readonly address: string; readonly port?: number } {
  if (isIPv6(text)) return { address: text }
  const found = /^(?:\[(?<v6>[^\]]+)\]|(?<other>[^:[\]/\s]+))(?::(?<port>\d{1,5}))?$/.exec(text)?.groups
  const address = (found?.['v6'] ?? found?.['other'])?.toLowerCase()
  const port = found?.['port'] === undefined ? undefined : Number(found['port'])
  if (
    address === undefined ||
    (found?.['v6'] !== undefined && !isIPv6(address)) ||
    (port !== undefined && port > 65_535)
  ) {
    const why = `--listen takes ADDRESS or ADDRESS:PORT, not "${text}"`
    throw new AppError('cli.usage', { details: { why, verb: 'serve' } })
  }
  return { address, ...(port === undefined ? {} : { port }) }
}

/** The origin under which `Host` reached us, or undefined when that is none of ours. Pure. */
export function originOf(served: ServedAddress, host: string | undefined): string | undefined {
  const found = /^(?:\[(?<v6>[0-9a-f:.]+)\]|(?<name>[a-z0-9.-]+))(?::(?<port>\d{1,5}))?$/.exec(
    host?.toLowerCase() ?? '',
  )?.groups
  const name = found?.['v6'] ?? found?.['name']
  if (name === undefined || !served.isOurName(name)) return undefined
  const port = Number(found?.['port'] ?? (served.isTls ? 443 : 80))
  return port === served.port ? originFor(served, name) : undefined
}

/** The origin of a name of ours. Pure. */
export function originFor({ isTls, port }: ServedAddress, name: string): string {
  const authority = isIPv6(name) ? `[${name}]` : name
  // a browser leaves the default port out of an origin, and so does URL
  return new URL(`${isTls ? 'https' : 'http'}://${authority}:${port}`).origin
}
