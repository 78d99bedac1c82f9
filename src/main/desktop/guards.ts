import { shell, type Session, type WebContents } from 'electron'
import { appOrigin, isAppPage } from './app-origin'
import { externalLink } from './external-links'

type Refused = (what: string) => void

/** Copy buttons need it. All others are denied: notices and the like come from the main process. */
const allowedPermission = 'clipboard-sanitized-write'
/** Where requests of the page may go: its own files, and what it made itself. */
const ownAddress = new RegExp(`^(${appOrigin}/|blob:${appOrigin}/|data:)`)

/** Keep any page of this program where it is: no other page, no frames, no windows of its own. */
export function guardContents(contents: WebContents, refused: Refused): void {
  const stay = (event: { preventDefault: () => void }, url: string) => {
    if (isAppPage(url)) return
    event.preventDefault()
    refused('a page that wanted to be elsewhere')
  }
  contents.on('will-navigate', (event) => stay(event, event.url))
  contents.on('will-frame-navigate', (event) => stay(event, event.url))
  contents.on('will-redirect', (event) => stay(event, event.url))
  contents.on('will-attach-webview', (event) => {
    event.preventDefault()
    refused('a page in the page')
  })
  contents.setWindowOpenHandler(({ url }) => {
    const link = externalLink(url)
    if (link === undefined) refused('a link that is none to the web')
    else shell.openExternal(link).catch(() => refused('a link that no browser took'))
    return { action: 'deny' }
  })
}

/** What holds for all pages of a session. `hasDevTools`: those load files of their own. */
export function guardSession(session: Session, hasDevTools: boolean, refused: Refused): void {
  session.setPermissionRequestHandler((_contents, permission, answer, details) => {
    const isAllowed = permission === allowedPermission && details.isMainFrame && isAppPage(details.requestingUrl)
    if (!isAllowed) refused(`permission ${permission}`)
    answer(isAllowed)
  })
  session.setPermissionCheckHandler(
    (_contents, permission, origin) => permission === allowedPermission && isOwnOrigin(origin),
  )
  session.setDevicePermissionHandler(() => false)
  session.webRequest.onBeforeRequest(({ url }, answer) => {
    const isOurs = ownAddress.test(url) || (hasDevTools && url.startsWith('devtools://'))
    if (!isOurs) refused('a request to elsewhere')
    answer({ cancel: !isOurs })
  })
  session.on('will-download', (event, item) => {
    if (item.getURL().startsWith(`blob:${appOrigin}/`)) return
    event.preventDefault()
    refused('a download that the page did not make')
  })
}

/** Hear of files that the page made and the disk did not take; whoever closed the dialog of the system knows it. */
export function followDownloads(session: Session, onLost: (path: string) => void): void {
  session.on('will-download', (_event, item) => {
    item.once('done', (_done, state) => {
      if (state === 'interrupted') onLost(item.getSavePath() || item.getFilename())
    })
  })
}

/** Chromium writes an origin with a slash here. */
const isOwnOrigin = (origin: string): boolean => origin === appOrigin || origin === `${appOrigin}/`
