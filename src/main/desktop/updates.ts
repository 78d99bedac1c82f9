/** Asks for the newest version; as the updater of electron-updater does it. */
export type Updater = {
  autoDownload: boolean
  autoInstallOnAppQuit: boolean
  allowDowngrade: boolean
  setFeedURL: (options: { provider: 'generic'; url: string }) => void
  on: (event: 'update-downloaded', listener: (info: { readonly version: string }) => void) => unknown
  checkForUpdates: () => Promise<unknown>
}

type UpdatePorts = {
  readonly load: () => Promise<Updater>
  readonly onReady: (version: string) => void
  readonly refused: (what: string) => void
}

/** Where new versions are, when somebody says so. */
export const feedVariable = 'LASTMILE_UPDATES'

/**
 * Look once for a new version, where `feed` says so; it is installed when the program ends. Without a feed nothing is loaded and
 * nobody is asked: a release console does not change by itself. False: there is no feed, or one that is not https.
 */
export async function lookForUpdates(
  feed: string | undefined,
  { load, onReady, refused }: UpdatePorts,
): Promise<boolean> {
  if (feed === undefined || feed === '') return false
  if (!URL.canParse(feed) || new URL(feed).protocol !== 'https:') {
    refused('an update feed that is not https')
    return false
  }
  const updater = await load()
  updater.autoDownload = true
  updater.autoInstallOnAppQuit = true
  updater.allowDowngrade = false
  updater.on('update-downloaded', ({ version }) => onReady(version))
  updater.setFeedURL({ provider: 'generic', url: feed })
  await updater.checkForUpdates().catch(() => refused('no answer from the update feed'))
  return true
}

/** The updater of this platform; it is a CommonJS module and large. */
export async function loadUpdater(): Promise<Updater> {
  const { default: electronUpdater } = await import('electron-updater')
  return electronUpdater.autoUpdater
}
