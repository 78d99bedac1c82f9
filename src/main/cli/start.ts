/**
 * `npm start`: the console for the person at this machine. The desktop window where there is an Electron runtime to show it;
 * otherwise the same page in a browser. With options, which are those of `lastmile serve`, always the latter.
 */
import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { runtimeProblem, screenProblem } from './desktop-problem'
import { fetchLimitMs, fetchRuntime, findRuntime } from './desktop-runtime'
import { endProcess } from './end-process'
import { main } from './main'

/** A program that ends so soon and not well has shown nothing: a library is missing, or the screen is not ours. */
const showsWithinMs = 5_000

const words = process.argv.slice(2)
const problem = words.length === 0 ? await showWindow() : undefined
if (problem !== undefined || words.length > 0) {
  if (problem !== undefined) console.error(`${problem} The page is served to your browser instead.`)
  endProcess(await main(['serve', '--open', ...words]))
}

/** Show the window until it is closed; resolves to why that was not possible. */
async function showWindow(): Promise<string | undefined> {
  const { platform, env } = process
  const screen = screenProblem({ platform, env, uid: process.getuid?.() })
  if (screen !== undefined) return screen
  const runtime = findRuntime(import.meta.url)
  if (runtime.kind === 'ready') return runWindow(runtime.program)
  if (runtime.kind === 'none' || runtime.wasTried) return runtimeProblem(runtime)
  const seconds = fetchLimitMs / 1_000
  console.error(`Fetching the Electron runtime for the desktop window, for ${seconds} seconds at most …`)
  const program = await fetchRuntime(runtime.folder)
  return program === undefined ? runtimeProblem(runtime) : runWindow(program)
}

async function runWindow(program: string): Promise<string | undefined> {
  const startedAtMs = performance.now()
  const folder = fileURLToPath(new URL('../..', import.meta.url))
  const child = spawn(program, [folder], { stdio: 'inherit' })
  const code = await new Promise<number | string>((resolve) => {
    child.once('error', ({ message }) => resolve(message))
    child.once('exit', (exitCode, signal) => resolve(exitCode ?? signal ?? 'unknown'))
  })
  const isShown = code === 0 || performance.now() - startedAtMs > showsWithinMs
  process.exitCode = typeof code === 'number' ? code : 1
  return isShown ? undefined : `The desktop window ended at once (${code}).`
}
