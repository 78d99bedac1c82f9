/** Asks for the newest version; as the updater of electron-updater does it. */
export type Updater = {
  autoDownload: boolean
  autoInstallOnAppQuit: boolean
  allowDowngrade: boolean
  setFeedURL: (options: { provider: 'generic'; url: string }) => void
  on: (event: 'update-downloaded', listener: (info: { readonly version: string }) => void) => unknown
  /** Null where this installation cannot be updated; otherwise the download goes on when it answers. */
  checkForUpdates: () => Promise<{ readonly downloadPromise?: Promise<unknown> | null } | null>
}

type UpdatePorts = {
  readonly load: () => Promise<Updater>
  readonly onReady: (version: string) => void
  readonly refused: (what: string) => void
}

/** Where new versions are, when somebody says so. */
export const feedVariable = 'LASTMILE_UPDATES'

/**
 * Look once for a new version, where `feed` says so, and fetch it; it is installed when the program ends. Without a feed nothing
 * is loaded and nobody is asked: a release console does not change by itself. False: there is no feed, or one that is not https.
 * What goes wrong is told to `refused`; it never rejects.
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
  let failure = 'an updater that does not load'
  try {
    const updater = await load()
    updater.autoDownload = true
    updater.autoInstallOnAppQuit = true
    updater.allowDowngrade = false
    updater.on('update-downloaded', ({ version }) => onReady(version))
    updater.setFeedURL({ provider: 'generic', url: feed })
    failure = 'no answer from the update feed'
    const found = await updater.checkForUpdates()
    failure = 'an update that cannot be downloaded'
    await found?.downloadPromise
  } catch {
    // the updater itself writes why to the standard error; an address may carry a password
    refused(failure)
  }
  return true
}

/** The updater of this platform; it is a CommonJS module and large. */
export async function loadUpdater(): Promise<Updater> {
  const { default: electronUpdater } = await import('electron-updater')
  return electronUpdater.autoUpdater
}
