import type { ServedAddress } from './served-address'

/** Longer than a session lives unused, so that the console decides when it ends. */
const maxAgeSeconds = 30 * 24 * 3_600

/** Cookies do not know ports: consoles on one machine each have a name of their own. Pure. */
export const cookieName = ({ isTls, port }: ServedAddress): string => `${isTls ? '__Host-' : ''}lastmile-${port}`

/** The header that lets a browser in. Pure. */
export const sessionCookie = (served: ServedAddress, session: string): string =>
  `${cookieName(served)}=${session}; Path=/; Max-Age=${maxAgeSeconds}; HttpOnly; SameSite=Strict${served.isTls ? '; Secure' : ''}`

/** What the browser shows; undefined when it shows nothing, or two of them. Pure. */
export function readSessionCookie(served: ServedAddress, header: string | undefined): string | undefined {
  const prefix = `${cookieName(served)}=`
  const found = (header ?? '').split(/; */).filter((part) => part.startsWith(prefix))
  return found.length === 1 ? found[0]?.slice(prefix.length) : undefined
}
