import { join } from 'node:path'
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { asked, fakeElectron, resetElectron } from '../../../helpers/fake-electron'
import { tempFolder } from '../../../helpers/temp-folder'

vi.mock('electron', async () => (await import('../../../helpers/fake-electron')).fakeElectron)
vi.mock('../../../../src/main/desktop/run-cli', () => ({ runCli: (argv: readonly string[]) => cli.run(argv) }))
const cli: { run: (argv: readonly string[]) => Promise<number> } = { run: () => Promise.resolve(0) }
const { app } = fakeElectron
const { argv } = process
// once: it stays the one that this file knows
beforeAll(() => import('electron'))
beforeEach(() => {
  resetElectron()
  // an entry runs once
  vi.resetModules()
  vi.stubEnv('LASTMILE_DATA', tempFolder())
})
afterEach(() => {
  process.argv = argv
  vi.unstubAllEnvs()
  vi.restoreAllMocks()
})

/** The program starts with these words. */
async function start(...words: string[]): Promise<void> {
  process.argv = ['/opt/Lastmile/lastmile-desktop', ...words]
  await import('../../../../src/main/desktop/app')
}

describe('the entry', () => {
  it('listens for links and files before Electron is ready, and says what has to be said before', async () => {
    // Electron is ready when the entry has ended: one that waits for that never ends
    app.ready = new Promise(() => undefined)
    await start()
    const counts = ['open-url', 'open-file', 'second-instance'].map((name) => app.listenerCount(name))
    expect(counts).toEqual([1, 1, 1])
    expect(asked.map(([what]) => what).filter((what) => what !== 'app.setAsDefaultProtocolClient')).toEqual([
      'app.enableSandbox',
      'protocol.registerSchemesAsPrivileged',
      'app.setAppUserModelId',
      'app.setPath',
    ])
    expect(app.paths).toEqual({ userData: join(process.env['LASTMILE_DATA'] ?? '', 'window') })
  })

  it.each([
    [true, ['no-sandbox']],
    [false, ['no-sandbox', 'remote-debugging-port', 'remote-debugging-pipe']],
  ])('lets nobody debug it from outside when it is installed (%s)', async (isPackaged, left) => {
    app.ready = new Promise(() => undefined)
    app.isPackaged = isPackaged
    app.switches = { 'no-sandbox': '', 'remote-debugging-port': '9222', 'remote-debugging-pipe': '' }
    await start()
    expect(Object.keys(app.switches)).toEqual(left)
  })
})

describe('with --cli', () => {
  const exits = () => asked.filter(([what]) => what === 'app.exit')

  it('runs the verb once Electron is ready, without a place in the dock, and ends with its code', async () => {
    const ready = Promise.withResolvers<void>()
    app.ready = ready.promise
    const seen: unknown[] = []
    cli.run = (words) => {
      seen.push(words)
      return Promise.resolve(3)
    }
    await start('--cli', '--', 'status', '--json')
    expect([seen, asked.at(-1)]).toEqual([[], ['app.dock.hide']])
    ready.resolve()
    await vi.waitFor(() => expect(exits()).toEqual([['app.exit', 3]]))
    expect(seen).toEqual([['status', '--json']])
    // what the system asks it for is for a window, which is another process
    expect(['second-instance', 'activate', 'open-url', 'open-file'].map((name) => app.listenerCount(name))).toEqual([
      0, 1, 1, 1,
    ])
  })

  it('ends only when all that it wrote has gone', async () => {
    const taken: (() => void)[] = []
    const slow = (_text: unknown, done: () => void) => taken.push(done) > 0
    vi.spyOn(process.stdout, 'write').mockImplementation(slow as typeof process.stdout.write)
    cli.run = () => Promise.resolve(0)
    await start('--cli', '--', 'log')
    await vi.waitFor(() => expect(taken).toHaveLength(1))
    expect(exits()).toEqual([])
    for (const done of taken) done()
    await vi.waitFor(() => expect(exits()).toEqual([['app.exit', 0]]))
  })

  it('ends as well when the verb fails in a way that nobody expected', async () => {
    const said: string[] = []
    vi.spyOn(process.stderr, 'write').mockImplementation(((text: string, done?: () => void) => {
      said.push(text)
      done?.()
      return true
    }) as typeof process.stderr.write)
    cli.run = () => Promise.reject(new Error('a bug'))
    await start('--cli', '--', 'status')
    await vi.waitFor(() => expect(exits()).toEqual([['app.exit', 1]]))
    expect(said.join('')).toMatch(/^lastmile: .+\n$/)
  })
})
