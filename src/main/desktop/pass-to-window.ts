import { spawn } from 'node:child_process'
import { app } from 'electron'

/** Starts a program that goes on by itself. */
type Start = (program: string, words: readonly string[]) => void

const startDetached: Start = (program, words) => spawn(program, words, { detached: true, stdio: 'ignore' }).unref()

/**
 * Open the window in a process of its own when the system asks this one for it: macOS takes a verb that runs in a terminal for
 * the application, and starts no other. None of these events comes by a start in a terminal.
 */
export function passToWindow(start: Start = startDetached): void {
  const pass = (event: { readonly preventDefault: () => void }, word: string) => {
    event.preventDefault()
    start(process.execPath, [word])
  }
  app.on('activate', () => start(process.execPath, []))
  app.on('open-url', pass)
  app.on('open-file', pass)
}
