import { describe, expect, it } from 'vitest'
import { lookForUpdates, type Updater } from '../../../../src/main/desktop/updates'

function updates({ isReached = true, download = () => Promise.resolve<unknown>([]), isLoaded = true } = {}) {
  const calls: unknown[] = []
  const refused: string[] = []
  let loads = 0
  let tell: (info: { version: string }) => void = () => undefined
  const updater: Updater = {
    autoDownload: false,
    autoInstallOnAppQuit: false,
    allowDowngrade: true,
    setFeedURL: (options) => void calls.push(options),
    on: (_event, listener) => (tell = listener),
    checkForUpdates: () => {
      calls.push('check')
      if (!isReached) return Promise.reject(new Error('no route'))
      tell({ version: '9.9.9' })
      return Promise.resolve({ downloadPromise: download() })
    },
  }
  const ready: string[] = []
  const look = (feed: string | undefined) =>
    lookForUpdates(feed, {
      load: () => {
        loads += 1
        return isLoaded ? Promise.resolve(updater) : Promise.reject(new Error('not for this system'))
      },
      onReady: (version) => void ready.push(version),
      refused: (what) => void refused.push(what),
    })
  return { look, updater, calls, refused, ready, loads: () => loads }
}

describe('lookForUpdates', () => {
  it.each([undefined, '', 'http://updates.example.com', 'ftp://x', 'nonsense'])('is off with %j', async (feed) => {
    const { look, loads } = updates()
    expect([await look(feed), loads()]).toEqual([false, 0])
  })

  it('asks the feed once and tells what is ready', async () => {
    const { look, updater, calls, ready } = updates()
    expect(await look('https://updates.example.com/lastmile')).toBe(true)
    expect(calls).toEqual([{ provider: 'generic', url: 'https://updates.example.com/lastmile' }, 'check'])
    expect(ready).toEqual(['9.9.9'])
    expect([updater.autoInstallOnAppQuit, updater.allowDowngrade]).toEqual([true, false])
  })

  it.each([
    ['a feed that does not answer', { isReached: false }, 'no answer from the update feed'],
    ['an updater that is missing', { isLoaded: false }, 'an updater that does not load'],
    [
      'a download that fails',
      { download: () => Promise.reject(new Error('ENOENT: app-update.yml')) },
      'an update that cannot be downloaded',
    ],
  ])('notes %s, and goes on', async (_what, setting, noted) => {
    const { look, refused } = updates(setting)
    expect(await look('https://updates.example.com/lastmile')).toBe(true)
    expect(refused).toEqual([noted])
  })

  it('is done when the download is', async () => {
    const download = Promise.withResolvers<unknown>()
    const { look, refused } = updates({ download: () => download.promise })
    const looking = look('https://updates.example.com/lastmile')
    expect(await Promise.race([looking, new Promise((resolve) => setTimeout(resolve, 20, 'fetching'))])).toBe(
      'fetching',
    )
    download.resolve([])
    expect([await looking, refused]).toEqual([true, []])
  })
})
