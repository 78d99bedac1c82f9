import { spawn } from 'node:child_process'

/** Seconds with one decimal, for people. */
export function showSeconds(ms: number): string {
  return `${(ms / 1000).toFixed(1)} s`
}

/**
 * Run one npm command of the project with its output shown, and say how it ended and how long it took. A stage that
 * outlasts `timeoutMs` is ended with everything it started.
 */
export async function runStage(name: string, command: readonly string[], timeoutMs: number): Promise<number> {
  console.log(`\n── ${name} ${'─'.repeat(Math.max(3, 70 - name.length))}`)
  const startedAtMs = Date.now()
  const [program = 'true', ...args] = command
  // Its own process group, so that a timeout ends the grandchildren too.
  const child = spawn(program, args, { stdio: ['ignore', 'inherit', 'inherit'], detached: true })
  const stop = () => child.pid !== undefined && process.kill(-child.pid, 'SIGKILL')
  const timer = setTimeout(stop, timeoutMs)
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, stop)
  const exitCode = await new Promise<number>((resolve) => {
    child.once('error', () => resolve(127))
    child.once('close', (code) => resolve(code ?? 128))
  })
  clearTimeout(timer)
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.removeListener(signal, stop)
  const tookMs = Date.now() - startedAtMs
  const outcome =
    exitCode === 0 ? 'ok' : tookMs >= timeoutMs ? 'FAILED: took too long' : `FAILED: exit code ${exitCode}`
  console.log(`── ${name}: ${outcome}, ${showSeconds(tookMs)}`)
  return exitCode
}
