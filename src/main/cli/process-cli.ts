import { tmpdir, userInfo } from 'node:os'
import { text } from 'node:stream/consumers'
import type { OpenOptions } from '../open-client'
import type { Cli } from './cli'
import { openLiveArea } from './live-area'
import { TerminalOutput } from './terminal-output'
import { TerminalQuestions } from './terminal-questions'

/**
 * The world of the process this program runs in. What is large is loaded when it is needed. `keychain`: the one that an installed
 * application brings along.
 */
export function openProcessCli(keychain?: OpenOptions['keychain']): Cli {
  const { stdin, env } = process
  const stdout = new TerminalOutput(process.stdout, env)
  const stderr = new TerminalOutput(process.stderr, env)
  return {
    stdout,
    stderr,
    isInteractive: stdin.isTTY === true && stdout.isTerminal && stderr.isTerminal,
    canAsk: stdin.isTTY === true && stderr.isTerminal,
    env,
    user: env['LASTMILE_BY'] || userName(env),
    questions: new TerminalQuestions(stderr),
    nowMs: () => Date.now(),
    every: (intervalMs, callback) => {
      const timer = setInterval(callback, intervalMs)
      return () => clearInterval(timer)
    },
    onSignal: (signal, listener) => {
      process.on(signal, listener)
      return () => process.off(signal, listener)
    },
    readStdin: () => text(stdin),
    openLiveArea: () => openLiveArea(stdout),
    openClient: async (options) => (await import('../open-client')).openClient({ ...options, keychain }),
    openWeb: async (wishes) => (await import('../web/open-web')).openWeb({ ...wishes, keychain }),
    showPage: async (url) => {
      const { showPage, thisDesktop } = await import('../web/browser')
      return showPage(url, thisDesktop(tmpdir()))
    },
  }
}

/** A container may run under a user id that has no name. */
function userName(env: NodeJS.ProcessEnv): string {
  try {
    return userInfo().username
  } catch {
    return env['USER'] || env['LOGNAME'] || `uid-${process.getuid?.() ?? 'unknown'}`
  }
}
