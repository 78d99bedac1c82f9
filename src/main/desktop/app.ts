/**
 * Where Electron begins. With `--cli`, everything after it is a verb of `lastmile`, run in the runtime of the installed
 * application: Electron cannot be told to be Node there. Otherwise it is the window.
 */
import { app, protocol } from 'electron'
import { toWireError } from '../../shared/errors/app-error'
import { appScheme } from './app-origin'
import { parseAppWords } from './app-words'
import { passToWindow } from './pass-to-window'
import { profileFolder } from './profile-folder'

const debuggingSwitches = ['remote-debugging-port', 'remote-debugging-pipe']

/** Without the program, and in development without its folder. */
const started = parseAppWords(process.argv.slice(app.isPackaged ? 1 : 2))

// what follows has to be said before Chromium is ready, so nothing may be waited for before it
app.enableSandbox()
// no fuse stops these; they would let any program of this machine into the page
if (app.isPackaged) for (const name of debuggingSwitches) app.commandLine.removeSwitch(name)
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
  passToWindow()
  // the keyring of the system can be asked once the application is ready
  await app.whenReady()
  let exitCode = 1
  try {
    const { runCli } = await import('./run-cli')
    exitCode = await runCli(argv)
  } catch (error) {
    process.stderr.write(`lastmile: ${toWireError(error).message}\n`)
  }
  // `exit` waits for nothing, and a pipe may not have taken all
  await Promise.all([process.stdout, process.stderr].map(written))
  app.exit(exitCode)
}

/** Resolves once all that was written has gone, or nobody is left to take it. */
const written = (stream: NodeJS.WriteStream): Promise<void> =>
  new Promise((resolve) => void stream.write('', () => resolve()))
