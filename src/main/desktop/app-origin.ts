import type { CustomScheme } from 'electron'

/** The page has an origin of its own: `file:` would share one with every file of this machine. */
const scheme = 'app'
const host = 'lastmile'
export const appOrigin = `${scheme}://${host}`
/** The only page there is; places in it stand behind the `#`. */
export const appPage = `${appOrigin}/`

/** How Chromium treats the scheme: as https, and no way around the page's policy. Told before the app is ready. */
export const appScheme: CustomScheme = {
  scheme,
  privileges: {
    standard: true,
    secure: true,
    supportFetchAPI: true,
    codeCache: true,
    bypassCSP: false,
    allowServiceWorkers: false,
    corsEnabled: false,
    stream: false,
  },
}

/** Whether an address is our page, wherever in it. Pure. */
export const isAppPage = (url: string): boolean => url.split('#', 1)[0] === appPage
