import { dialog, type BrowserWindow, type MessageBoxOptions } from 'electron'
import type { DesktopStatus } from './desktop-status'
import type { DesktopTexts } from './desktop-texts'
import type { QuitAnswer } from './quit-guard'

type Asking = { readonly window: BrowserWindow | undefined; readonly texts: DesktopTexts }

/** Before rollouts lose their console. Escape, and closing the question, mean: do nothing. */
export async function askBeforeQuitting({ window, texts }: Asking, { moving }: DesktopStatus): Promise<QuitAnswer> {
  const lines = moving.map(({ app, version, environment, done, hosts }) => {
    return `${app} ${version} · ${environment}: ${done}/${hosts}`
  })
  const answers: readonly QuitAnswer[] = ['keep', 'quit', 'cancel']
  const chosen = await ask(window, {
    type: 'warning',
    message: texts.quitTitle,
    detail: [...lines, '', texts.quitDetail].join('\n'),
    buttons: [texts.keepRunning, texts.quitAnyway, texts.cancel],
    defaultId: 0,
    cancelId: 2,
  })
  return answers[chosen] ?? 'cancel'
}

/** Another Lastmile has the data folder. Escape, and closing the question, mean: quit. */
export async function askWhenTaken(texts: DesktopTexts, pid: number): Promise<'again' | 'page' | 'quit'> {
  const buttons = [texts.tryAgain, texts.openItsPage, texts.quit]
  const asked = { message: texts.takenTitle, detail: texts.takenDetail(pid), buttons, defaultId: 0, cancelId: 2 }
  return (['again', 'page'] as const)[await ask(undefined, { type: 'info', ...asked })] ?? 'quit'
}

/** The page ends again and again. True: load it once more. */
export async function askAfterCrashes({ window, texts }: Asking): Promise<boolean> {
  const buttons = [texts.loadAgain, texts.cancel]
  const asked = { message: texts.crashTitle, detail: texts.crashDetail, buttons, defaultId: 0, cancelId: 1 }
  return (await ask(window, { type: 'error', ...asked })) === 0
}

/** The page does not answer. True: end it and load it again. */
export async function askWhenSlow({ window, texts }: Asking): Promise<boolean> {
  const buttons = [texts.wait, texts.loadAgain]
  const asked = { message: texts.slowTitle, detail: texts.crashDetail, buttons, defaultId: 0, cancelId: 0 }
  return (await ask(window, { type: 'warning', ...asked })) === 1
}

/** On the window where there is one, so that it is seen. */
async function ask(window: BrowserWindow | undefined, options: MessageBoxOptions): Promise<number> {
  const isThere = window !== undefined && !window.isDestroyed() && window.isVisible()
  const { response } = await (isThere ? dialog.showMessageBox(window, options) : dialog.showMessageBox(options))
  return response
}
