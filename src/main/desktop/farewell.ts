import { app, powerMonitor } from 'electron'
import type { OwnedConsole } from '../open-client'
import type { DesktopShell } from './desktop-shell'

/** Long enough to let go of connections and to close the journal; a machine that shuts down gives hardly more. */
const farewellMs = 8_000

type Owned = Pick<OwnedConsole, 'dispose'>
type Shell = Pick<DesktopShell, 'close'> & { readonly quitGuard: Pick<DesktopShell['quitGuard'], 'beSure'> }

/** Let go of the console in order before the program ends; not for ever. Another end meanwhile does not cut that off. */
export function disposeAtEnd(owned: Owned, shell: Shell): void {
  let state: 'open' | 'letting-go' | 'gone' = 'open'
  const letGo = async () => {
    shell.close()
    const late = new Promise((resolve) => setTimeout(resolve, farewellMs))
    await Promise.race([owned.dispose().catch(() => undefined), late])
    state = 'gone'
    shell.quitGuard.beSure()
    app.quit()
  }
  app.on('will-quit', (event) => {
    if (state === 'gone') return
    event.preventDefault()
    if (state === 'letting-go') return
    state = 'letting-go'
    void letGo()
  })
}

/** End in order, and without asking, when the machine goes down: Linux and macOS wait for a program that says it ends. */
export function endWithSystem({ quitGuard }: Pick<Shell, 'quitGuard'>): void {
  // Electron gives the event, though its types do not say so
  powerMonitor.on('shutdown', (...given: readonly unknown[]) => {
    const [event] = given as readonly [{ readonly preventDefault: () => void }?]
    event?.preventDefault()
    quitGuard.beSure()
    app.quit()
  })
}
