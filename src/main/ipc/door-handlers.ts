import { AppError } from '../../shared/errors/app-error'
import type { Handlers } from '../../shared/ipc/contract'

/** Gives a fresh address with a one-time token; waits while the door is still being opened. */
export type WebLink = () => Promise<string>

/** Requests about the door that is open. */
export function doorHandlers(webLink: WebLink | undefined): Pick<Handlers, 'web:link'> {
  return {
    'web:link': async () => {
      if (!webLink) throw new AppError('web.not-served', { details: { pid: process.pid } })
      return { url: await webLink() }
    },
  }
}
