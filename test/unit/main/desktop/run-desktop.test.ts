import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { runDesktop } from '../../../../src/main/desktop/run-desktop'
import { openClient } from '../../../../src/main/open-client'
import { answers, asked, fakeElectron, FakeWindow, resetElectron } from '../../../helpers/fake-electron'
import { tempFolder } from '../../../helpers/temp-folder'

vi.mock('electron', async () => (await import('../../../helpers/fake-electron')).fakeElectron)
beforeEach(resetElectron)
afterEach(() => void vi.unstubAllEnvs())

const questions = () => asked.flatMap(([what, question]) => (what === 'dialog.showMessageBox' ? [question] : []))

/** Another console of the data folder that the desktop is started with. */
async function openOther(options: { readonly webLink?: () => Promise<string> } = {}) {
  const dataFolder = tempFolder()
  vi.stubEnv('LASTMILE_DATA', dataFolder)
  const client = await openClient({ dataFolder, ...options })
  return { client, [Symbol.asyncDispose]: () => client.close() }
}

describe('runDesktop', () => {
  it('leaves at once when it runs already: that one is told', async () => {
    fakeElectron.app.hasLock = false
    await runDesktop(['lastmile://rollout/k7m2'])
    expect([asked, FakeWindow.opened]).toEqual([[['app.quit']], []])
    expect(fakeElectron.app.eventNames()).toEqual([])
  })

  it('says who has the data folder, and leaves it to that one when the person wants to quit', async () => {
    await using other = await openOther()
    answers.chosenButton = 2
    await runDesktop([])
    expect(questions()).toMatchObject([
      {
        message: 'Another Lastmile is open.',
        detail: expect.stringContaining(`Process ${process.pid} has this data folder`) as string,
        buttons: ['Try again', 'Open its page', 'Quit Lastmile'],
        cancelId: 2,
      },
    ])
    expect([asked.at(-1), FakeWindow.opened]).toEqual([['app.exit', 0], []])
    expect((await other.client.request('console:info', {})).pid).toBe(process.pid)
  })

  it('opens the page of the other one in the browser', async () => {
    await using _other = await openOther({ webLink: () => Promise.resolve('http://127.0.0.1:4680/?token=t') })
    answers.chosenButton = 1
    await runDesktop([])
    expect(asked.slice(-2)).toEqual([
      ['shell.openExternal', 'http://127.0.0.1:4680/?token=t'],
      ['app.exit', 0],
    ])
  })

  it('says why that one has no page, and asks again', async () => {
    await using _other = await openOther()
    answers.onQuestion = () => (answers.chosenButton = questions().length === 1 ? 1 : 2)
    await runDesktop([])
    const [, title, text] = asked.find(([what]) => what === 'dialog.showErrorBox') ?? []
    expect([title, text]).toEqual(['Its page cannot be opened.', expect.stringContaining('is not served to browsers')])
    expect([questions().length, asked.at(-1)]).toEqual([2, ['app.exit', 0]])
  })

  it.for([
    ['another try', 0],
    ['its page', 1],
  ] as const)('opens the folder once the other one has ended, when the person wants %s', async ([, button]) => {
    await using other = await openOther()
    answers.chosenButton = button
    answers.onQuestion = () => other.client.close()
    await runDesktop([])
    expect(questions()).toHaveLength(1)
    expect(
      asked.filter(([what, title]) => what === 'dialog.showErrorBox' && title === 'Its page cannot be opened.'),
    ).toEqual([])
  })

  it('says why a data folder cannot be used', async () => {
    const dataFolder = tempFolder()
    mkdirSync(join(dataFolder, 'lastmile.db'))
    vi.stubEnv('LASTMILE_DATA', dataFolder)
    await runDesktop([])
    expect(asked.find(([name]) => name === 'dialog.showErrorBox')?.[1]).toBe('Lastmile cannot start.')
    expect(asked.at(-1)).toEqual(['app.exit', 1])
  })
})
