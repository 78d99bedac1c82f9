import { spawn, type ChildProcess } from 'node:child_process'
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const builtProgram = fileURLToPath(new URL('../../out/main/lastmile.js', import.meta.url))

export type CliResult = { readonly exitCode: number | null; readonly stdout: string; readonly stderr: string }
export type CliRun = {
  readonly child: ChildProcess
  /** Resolves with the first JSON line on stdout that `wanted` likes; rejects when the program ends before. */
  readonly line: (wanted: (event: Record<string, unknown>) => boolean) => Promise<Record<string, unknown>>
  readonly ended: Promise<CliResult>
}

export type CliOptions = {
  /** Another build than that in `out`. */
  readonly program?: string
  /** Put over the environment of this process. */
  readonly env?: Readonly<Record<string, string>>
}

/** Start the built `lastmile` as a user would, without a terminal. `npm run test:integration` builds it first. */
export function startCli(args: readonly string[], { program = builtProgram, env = {} }: CliOptions = {}): CliRun {
  if (!existsSync(program)) throw new Error(`${program} is missing; run npm run build`)
  const child = spawn(process.execPath, [program, ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...env },
  })
  let stdout = ''
  let stderr = ''
  const listeners = new Set<() => void>()
  child.stdout.on('data', (bytes: Buffer) => {
    stdout += bytes.toString()
    for (const listener of listeners) listener()
  })
  child.stderr.on('data', (bytes: Buffer) => (stderr += bytes.toString()))
  const ended = new Promise<CliResult>((resolve) => {
    child.on('close', (exitCode) => resolve({ exitCode, stdout, stderr }))
  })
  const line: CliRun['line'] = (wanted) =>
    new Promise((resolve, reject) => {
      const look = () => {
        const found = jsonLines(stdout).find(wanted)
        if (found) resolve(found)
      }
      listeners.add(look)
      void ended.then(({ exitCode }) =>
        reject(new Error(`ended with ${exitCode} first: ${stderr}\n${stdout.slice(-2000)}`)),
      )
      look()
    })
  return { child, line, ended }
}

/** Run the built `lastmile` to its end. */
export const runCli = (args: readonly string[]): Promise<CliResult> => startCli(args).ended

/** The complete JSON lines of an output. */
export function jsonLines(text: string): Record<string, unknown>[] {
  return text
    .slice(0, text.lastIndexOf('\n') + 1)
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line) as Record<string, unknown>)
}
