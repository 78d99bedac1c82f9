/**
 * Where Electron begins. With `--cli`, everything after it is a verb of `lastmile`, run in the runtime of the installed
 * application: Electron cannot be told to be Node there. Otherwise it is the window.
 */
import { app, protocol } from 'electron'
import { appScheme } from './app-origin'
import { parseAppWords } from './app-words'
import { profileFolder } from './profile-folder'

/** Without the program, and in development without its folder. */
const started = parseAppWords(process.argv.slice(app.isPackaged ? 1 : 2))

// what follows has to be said before Chromium is ready, so nothing may be waited for before it
app.enableSandbox()
protocol.registerSchemesAsPrivileged([appScheme])
app.setAppUserModelId('io.github.lastmile.console')
const profile = {
  appData: app.getPath('appData'),
  dataFolder: process.env['LASTMILE_DATA'],
  named: app.commandLine.getSwitchValue('user-data-dir'),
}
app.setPath('userData', profileFolder(profile))
if (started.kind === 'cli') void startCli(started.argv)
else {
  // the import is waited for: Electron is ready once this module has ended, and tells soon after what it was opened with. What
  // `runDesktop` waits for is not, or it would never be ready
  const { runDesktop } = await import('./run-desktop')
  void runDesktop(started.words)
}

async function startCli(argv: readonly string[]): Promise<void> {
  app.dock?.hide()
  // the keyring of the system can be asked once the application is ready
  await app.whenReady()
  const { runCli } = await import('./run-cli')
  app.exit(await runCli(argv))
}
