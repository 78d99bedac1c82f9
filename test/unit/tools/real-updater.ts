import { createHash } from 'node:crypto'
import { createServer, request } from 'node:http'
import type { AddressInfo } from 'node:net'
import { ElectronAppAdapter } from 'electron-updater/out/ElectronAppAdapter.js'
import { ElectronHttpExecutor } from 'electron-updater/out/electronHttpExecutor.js'
import { NsisUpdater } from 'electron-updater/out/NsisUpdater.js'
import { onTestFinished } from 'vitest'
import type { Updater } from '../../../src/main/desktop/updates'

/** As much of Electron's `app` as the updater asks. */
const electronApp = (folder: string) => ({
  isPackaged: true,
  getVersion: () => '1.0.0',
  getName: () => 'lastmile',
  getPath: () => folder,
  whenReady: () => Promise.resolve(),
  once: () => undefined,
})

/** The adapter of electron-updater, that keeps what it fetched in `folder`. */
class Adapter extends ElectronAppAdapter {
  private readonly folder: string
  constructor(folder: string) {
    super(electronApp(folder))
    this.folder = folder
  }
  override get baseCachePath(): string {
    return this.folder
  }
}

/**
 * The updater of Windows as electron-updater has it, in version 1.0.0, whose application has its resources in `resources`. Only
 * its requests are those of Node, and any feed is the one at `feed`.
 */
export function openRealUpdater(resources: string, folder: string, feed: string): Updater {
  const before = Object.getOwnPropertyDescriptor(process, 'resourcesPath')
  Object.defineProperty(process, 'resourcesPath', { value: resources, configurable: true })
  onTestFinished(() => {
    if (before === undefined) Reflect.deleteProperty(process, 'resourcesPath')
    else Object.defineProperty(process, 'resourcesPath', before)
  })
  const updater = new NsisUpdater(null, new Adapter(folder))
  const httpExecutor = Object.assign(new ElectronHttpExecutor(), { createRequest: request })
  Object.assign(updater, { httpExecutor, _testOnlyOptions: { platform: 'win32' } })
  updater.logger = null
  updater.disableDifferentialDownload = true
  const setFeedURL = updater.setFeedURL.bind(updater)
  return Object.assign(updater, { setFeedURL: () => setFeedURL({ provider: 'generic', url: feed }) })
}

/** A feed with version 2.0.0, as electron-builder writes it. Gives its address. */
export async function serveFeed(installer: string): Promise<string> {
  const sha512 = createHash('sha512').update(installer).digest('base64')
  const files: Readonly<Record<string, string>> = {
    '/latest.yml': JSON.stringify({ version: '2.0.0', files: [{ url: 'Lastmile.exe', sha512 }] }),
    '/Lastmile.exe': installer,
  }
  const server = createServer(({ url = '' }, response) => {
    const text = files[url.split('?')[0] ?? '']
    response.writeHead(text === undefined ? 404 : 200).end(text)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void server.close())
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
}
