import { once } from 'node:events'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { _electron as electron, expect, test, type ElectronApplication, type Page } from '@playwright/test'
import { createRollout, startDemo } from './launch-page'

const root = resolve(import.meta.dirname, '../..')

/** Why the window cannot be opened on this machine; undefined when it can. */
function obstacle(): string | undefined {
  const folder = dirname(createRequire(import.meta.url).resolve('electron/package.json'))
  const note = join(folder, 'path.txt')
  if (!existsSync(note) || !existsSync(join(folder, 'dist', readFileSync(note, 'utf8').trim()))) {
    return 'the Electron runtime is not here; `npx install-electron` fetches it'
  }
  const hasScreen = process.platform !== 'linux' || process.env['DISPLAY'] || process.env['WAYLAND_DISPLAY']
  return hasScreen ? undefined : 'there is no screen; `xvfb-run` gives one'
}

test.describe('the desktop window', () => {
  const why = obstacle()
  test.skip(why !== undefined, why)
  let dataFolder: string
  let opened: ElectronApplication | undefined

  test.beforeEach(() => {
    dataFolder = mkdtempSync(join(tmpdir(), 'lastmile-desktop-'))
  })
  test.afterEach(async () => {
    // whatever state it is in, nobody is asked
    await opened?.evaluate(({ app }) => app.exit(0)).catch(() => undefined)
    opened = undefined
    // Chromium may write for a moment after it was ended
    rmSync(dataFolder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 })
  })

  async function launch(): Promise<{ app: ElectronApplication; page: Page }> {
    const isRoot = process.getuid?.() === 0
    const app = await electron.launch({
      args: [...(isRoot ? ['--no-sandbox'] : []), root],
      env: { ...process.env, LASTMILE_DATA: dataFolder } as Record<string, string>,
    })
    opened = app
    const page = await app.firstWindow()
    await page.waitForLoadState('domcontentloaded')
    return { app, page }
  }

  test('shows the page, with nothing of Node in it', async () => {
    const { app, page } = await launch()
    // apart from the window of the person whose machine this is
    expect(await app.evaluate(({ app: program }) => program.getPath('userData'))).toBe(join(dataFolder, 'window'))
    expect(page.url()).toMatch(/^app:\/\/lastmile\//)
    await expect(page.getByRole('link', { name: 'Board' })).toBeVisible()
    const seen = await page.evaluate(() => ({
      bridge: Object.keys((window as unknown as { lastmile: object }).lastmile),
      node: ['require', 'process', 'module', 'Buffer'].filter((name) => name in window),
    }))
    expect(seen).toEqual({ bridge: ['connect'], node: [] })
  })

  test('keeps to its policy', async () => {
    const { app, page } = await launch()
    const violations = await page.evaluate(async () => {
      const found: string[] = []
      document.addEventListener('securitypolicyviolation', ({ effectiveDirective }) => found.push(effectiveDirective))
      const script = document.createElement('script')
      script.textContent = 'window.broken = true'
      document.body.append(script)
      await fetch('https://example.com/').catch(() => undefined)
      await new Promise((later) => setTimeout(later, 100))
      return { found, isBroken: 'broken' in window }
    })
    expect(violations.isBroken).toBe(false)
    expect(violations.found.toSorted()).toEqual(['connect-src', 'script-src-elem'])
    // not the browser of the person whose machine this is
    await app.evaluate(({ shell }) => {
      const seen: string[] = []
      Object.assign(globalThis, { seen })
      shell.openExternal = (url) => Promise.resolve(void seen.push(url))
    })
    expect(await page.evaluate(() => window.open('https://example.com/') === null)).toBe(true)
    expect(await seenIn(app)).toEqual(['https://example.com/'])
    await page.evaluate(() => window.location.assign('https://example.com/'))
    await page.waitForTimeout(500)
    expect(page.url()).toMatch(/^app:\/\/lastmile\//)
  })

  test('leads a rollout of the demo, and finds it again when it is opened the next time', async () => {
    const { app, page } = await launch()
    await startDemo(page)
    const rollout = await createRollout(page)
    await rollout.signUntil('Succeeded')
    await app.close()
    const again = await launch()
    await again.page.getByRole('link', { name: 'History' }).click()
    await expect(again.page.getByRole('main')).toContainText(rollout.rollout)
  })

  test('comes back to the same page after the whole program was killed', async () => {
    const { app, page } = await launch()
    await page.getByRole('link', { name: 'History' }).click()
    await expect(page).toHaveURL('app://lastmile/#/history')
    const file = join(dataFolder, 'window/page-place.json')
    await expect.poll(() => existsSync(file) && readFileSync(file, 'utf8')).toBe('{"place":"/history"}')
    const killed = app.process()
    const gone = once(killed, 'exit')
    killed.kill('SIGKILL')
    await gone
    const again = await launch()
    await expect(again.page).toHaveURL('app://lastmile/#/history')
    await expect(again.page.getByRole('link', { name: 'History' })).toHaveAttribute('aria-current', 'page')
  })

  /** A rollout goes on by itself, and who is asked gives an answer; by its number, as the buttons stand. */
  async function startMoving(answer: number) {
    const { app, page } = await launch()
    await app.evaluate(({ dialog, Tray }, response) => {
      const seen: string[] = []
      Object.assign(globalThis, { seen })
      const show = Reflect.get(Tray.prototype, 'setToolTip') as (this: object, text: string) => void
      Tray.prototype.setToolTip = function (text) {
        seen.push(text)
        show.call(this, text)
      }
      dialog.showMessageBox = (() => Promise.resolve({ response, checkboxChecked: false })) as never
    }, answer)
    await startDemo(page)
    const rollout = await createRollout(page)
    await rollout.signGate()
    return { app, rollout }
  }

  test('asks before it ends while a rollout goes on, and stays in the tray', async () => {
    const { app } = await startMoving(0)
    const shown = () => app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().map((one) => one.isVisible()))
    await app.evaluate(({ app: program }) => program.quit())
    await expect.poll(shown).toEqual([false])
    expect((await seenIn(app)).at(-1)).toMatch(/^Lastmile · \d/)
    // as another start does
    await app.evaluate(({ app: program }) => program.emit('second-instance', {}, [], '/'))
    await expect.poll(shown).toEqual([true])
  })

  test('ends when the person says so, and finds the rollout again', async () => {
    const { app, rollout } = await startMoving(1)
    const id = rollout.rollout
    const closed = app.waitForEvent('close')
    await app.evaluate(({ app: program }) => program.quit()).catch(() => undefined)
    await closed
    // a place of which nothing is known would be the board
    const again = await launch()
    await expect(again.page).toHaveURL(new RegExp(`^app://lastmile/#/rollouts/${id}`))
  })
})

/** What was noted in the main process since the test began to note it. */
const seenIn = (app: ElectronApplication): Promise<string[]> =>
  app.evaluate(() => (globalThis as unknown as { seen: string[] }).seen)
