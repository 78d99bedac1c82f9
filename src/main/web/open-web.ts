import { join } from 'node:path'
import { AppError } from '../../shared/errors/app-error'
import type { Push } from '../../shared/ipc/events'
import { ServedDemo } from '../demo/served-demo'
import { reachConsole, type OpenOptions, type OwnedConsole } from '../open-client'
import { pageFolderFor } from '../page/page-folder'
import { isLoopback, parseListen } from './served-address'
import { readTlsFiles, type TlsFiles } from './tls-files'
import { openWebServer, usualPort, type WebServer } from './web-server'

export type WebWishes = Pick<OpenOptions, 'keychain'> & {
  /** Left out: `$LASTMILE_DATA`, or the place the system has for such data. */
  readonly dataFolder?: string | undefined
  readonly port?: number | undefined
  /** `ADDRESS[:PORT]`; left out: loopback. */
  readonly listen?: string | undefined
  /** The person knows that other machines can reach an address. */
  readonly isKnown: boolean
  readonly tlsCert?: string | undefined
  readonly tlsKey?: string | undefined
  /** Left out: the page that was built with this program. */
  readonly pageFolder?: string | undefined
}

/** The console of a data folder is served: by another process already, or by this one until `close`. */
export type WebDoor =
  | { readonly kind: 'running'; readonly url: string; readonly pid: number }
  | {
      readonly kind: 'serving'
      readonly url: string
      readonly address: string
      readonly port: number
      readonly isTls: boolean
      readonly dataFolder: string
      /** The port that was wanted is taken. */
      readonly isOtherPort: boolean
      /** Hear of every event of a rollout once it is stored. */
      readonly onRows?: (listener: (changed: Push<'rollout:changed'>) => void) => void
      /** Orderly: pages are told, remote steps go on. */
      readonly close: () => Promise<void>
    }

const usualAddress = '127.0.0.1'

/**
 * Serve the console of a data folder to browsers, or get a fresh link from the one that is served.
 * @throws AppError `web.*`, `data.*`, `db.*`, `logs.*`, `cli.usage`
 */
export async function openWeb(wishes: WebWishes): Promise<WebDoor> {
  const place = placeFor(wishes)
  let opened: ((server: WebServer) => void) | undefined
  const server = new Promise<WebServer>((resolve) => (opened = resolve))
  const webLink = async () => (await server).makeLink()
  const reached = await reachConsole({
    dataFolder: wishes.dataFolder,
    keychain: wishes.keychain,
    webLink,
    hasPages: true,
    openDemo: (surroundings) => new ServedDemo(surroundings),
  })
  if (reached.kind === 'owned') {
    const web = await serve(reached.owned, place, wishes)
    opened?.(web)
    return doorOf(reached.owned, web, place)
  }
  const { client } = reached
  try {
    const { url } = await client.request('web:link', {})
    const { pid } = await client.request('console:info', {})
    return { kind: 'running', url, pid }
  } finally {
    await client.close()
  }
}

type Place = { readonly address: string; readonly port?: number | undefined; readonly tls?: TlsFiles | undefined }

/** Where to listen. Checked before anything is opened. @throws AppError `web.open-to-others`, `web.tls-unusable`, `cli.usage` */
function placeFor({ listen, port, isKnown, tlsCert, tlsKey }: WebWishes): Place {
  const parsed = listen === undefined ? { address: usualAddress } : parseListen(listen)
  const isOnlyHere = isLoopback(parsed.address)
  if (!isOnlyHere && !(isKnown && tlsCert !== undefined && tlsKey !== undefined)) {
    throw new AppError('web.open-to-others', { details: { address: parsed.address } })
  }
  if ((tlsCert === undefined) !== (tlsKey === undefined)) {
    const why = '--tls-cert and --tls-key go together'
    throw new AppError('cli.usage', { details: { why, verb: 'serve' } })
  }
  const tls = tlsCert !== undefined && tlsKey !== undefined ? readTlsFiles(tlsCert, tlsKey) : undefined
  return { address: parsed.address, port: parsed.port ?? port, tls }
}

async function serve(owned: OwnedConsole, place: Place, { pageFolder }: WebWishes): Promise<WebServer> {
  try {
    const { root } = owned.folder
    const web = await openWebServer(owned, {
      ...place,
      pageFolder: pageFolder ?? pageFolderFor(import.meta.url),
      sessionsFile: join(root, 'web-sessions.json'),
      logFile: join(root, 'web.log'),
    })
    // a page is about to look at them, and this console stays
    owned.takeUpRollouts()
    return web
  } catch (error) {
    await owned.dispose()
    throw error
  }
}

function doorOf(owned: OwnedConsole, web: WebServer, place: Place): WebDoor {
  const { address, port, isTls } = web.served
  return {
    kind: 'serving',
    url: web.makeLink(),
    address,
    port,
    isTls,
    dataFolder: owned.folder.root,
    isOtherPort: place.port === undefined && port !== usualPort,
    onRows: (listener) => {
      owned.pushes.listen((name, payload) => {
        if (name === 'rollout:changed') listener(payload as Push<'rollout:changed'>)
      })
    },
    close: async () => {
      try {
        await web.close()
      } finally {
        await owned.dispose()
      }
    },
  }
}
