import { readdirSync, readFileSync, statSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { showPage, type Desktop } from '../../../../src/main/web/browser'
import { tempFolder } from '../../../helpers/temp-folder'

const url = 'http://127.0.0.1:4680/?token=secret'

function desktop(parts: Partial<Desktop> & { readonly canApp?: boolean; readonly canOpen?: boolean } = {}) {
  const started: string[] = []
  const launchFolder = tempFolder()
  const shown: Desktop = {
    platform: 'linux',
    env: { DISPLAY: ':0' },
    launchFolder,
    start: (names, args) => {
      started.push(...args)
      return Promise.resolve(names.length > 0 && (parts.canApp ?? true))
    },
    openTarget: (target) => {
      started.push(target)
      return Promise.resolve(parts.canOpen ?? true)
    },
    ...parts,
  }
  return { shown, started, launchFolder }
}

describe('showPage', () => {
  it('opens an app window by a file that only this user reads; the token is on no command line', async () => {
    const { shown, started } = desktop()
    expect(await showPage(url, shown)).toBe('app-window')
    expect(started).toEqual([expect.stringMatching(/^--app=file:\/\/.*\.html$/)])
    expect(started.join(' ')).not.toContain('secret')
    const file = fileURLToPath(started[0]?.slice('--app='.length) ?? '')
    expect((statSync(file).mode & 0o777).toString(8)).toBe('600')
    expect(readFileSync(file, 'utf8')).toContain(`url=${url}`)
  })

  it('takes the browser the person chose where no other can show an app window', async () => {
    const { shown, started } = desktop({ canApp: false })
    expect(await showPage(url, shown)).toBe('browser')
    expect(started.at(-1)).toMatch(/^file:/)
  })

  it('opens nothing, and leaves nothing, where there is no browser or no screen', async () => {
    const none = desktop({ canApp: false, canOpen: false })
    expect(await showPage(url, none.shown)).toBe('nowhere')
    expect(readdirSync(none.launchFolder)).toEqual([])
    const blind = desktop({ env: {} })
    expect(await showPage(url, blind.shown)).toBe('nowhere')
    expect(blind.started).toEqual([])
  })

  it('does not fail where its file cannot be written', async () => {
    const { shown } = desktop({ launchFolder: '/nowhere/at/all' })
    expect(await showPage(url, shown)).toBe('nowhere')
  })
})
