import { execFileSync, spawn } from 'node:child_process'
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { findTool, type SystemTool } from '../../../tools/system-tools'
import { afterAll } from 'vitest'
import { needs, toolPath } from '../../../helpers/require-tools'
import { tempFolder } from '../../../helpers/temp-folder'

/** A shell with the tools a host of that kind has: GNU beside dash and bash, nothing but busybox beside busybox. */
export type Shell = {
  readonly name: string
  readonly tool: SystemTool
  readonly argv: readonly string[]
  readonly path: string
}

const systemPath = '/usr/local/bin:/usr/bin:/bin'

export const shells: readonly Shell[] = [
  { name: 'dash', tool: 'dash', argv: [], path: systemPath },
  { name: 'bash --posix', tool: 'bash', argv: ['--posix'], path: systemPath },
  { name: 'busybox sh', tool: 'busybox', argv: ['sh'], path: busyboxPath() },
]

/** `describe` once per shell; a shell that is not installed is skipped by name. */
export function eachShell(name: string, tests: (shell: Shell) => void): void {
  for (const shell of shells) needs(shell.tool)(`${name} (${shell.name})`, () => tests(shell))
}

/** A folder with nothing but the programs of busybox. */
function busyboxPath(): string {
  const busybox = findTool('busybox')
  if (busybox === undefined) return ''
  const folder = mkdtempSync(join(tmpdir(), 'lastmile-busybox-'))
  afterAll(() => rmSync(folder, { recursive: true, force: true }))
  execFileSync(busybox, ['--install', '-s', folder])
  return folder
}

export type Run = { readonly exitCode: number | null; readonly log: string; readonly result: Record<string, string> }

export type RunOptions = {
  readonly path?: string
  readonly env?: Readonly<Record<string, string>>
  readonly killAfterMs?: number
}

/** Run a script the way the wrapper on a host does: from a file, without input, with a file for its result. */
export async function runScript(shell: Shell, script: string, options: RunOptions = {}): Promise<Run> {
  const folder = tempFolder()
  const file = join(folder, 'script')
  const resultFile = join(folder, 'result')
  const path = options.path ?? shell.path
  writeFileSync(file, withClock(script, path))
  const env = { HOME: folder, PATH: path, LASTMILE_RESULT: resultFile, ...options.env }
  // one pipe for both, as there is one log on a host: two would come in any order
  const words = ['-c', 'exec "$@" 2>&1', 'sh', toolPath(shell.tool), ...shell.argv, file]
  const child = spawn('/bin/sh', words, { env, cwd: folder, detached: true, stdio: ['ignore', 'pipe', 'ignore'] })
  let log = ''
  child.stdout.on('data', (bytes: Buffer) => (log += bytes.toString()))
  const { pid, killAfterMs } = { pid: child.pid ?? 0, ...options }
  const timer = killAfterMs === undefined ? undefined : setTimeout(() => process.kill(-pid, 'SIGKILL'), killAfterMs)
  const exitCode = await new Promise<number | null>((resolve) => child.on('close', resolve))
  clearTimeout(timer)
  return { exitCode, log, result: readResult(resultFile) }
}

/** On the PATH of a fake clock, a script reads that clock instead of the time since boot. */
function withClock(script: string, path: string): string {
  const clock = join(path.split(':')[0] ?? '', 'clock')
  return existsSync(clock) ? script.replaceAll('/proc/uptime', clock) : script
}

/** A PATH with a clock that runs only while something sleeps: tests of waiting take no time. */
export function fakeClockPath(shell: Shell): string {
  const folder = tempFolder()
  const clock = join(folder, 'clock')
  writeFileSync(clock, '1000\n')
  const tool = (name: string, body: string) => {
    writeFileSync(join(folder, name), `#!/bin/sh\nread -r now <'${clock}'\n${body}\n`)
    chmodSync(join(folder, name), 0o755)
  }
  tool('date', `echo "\${now%.*}"`)
  tool('sleep', `awk "BEGIN { print $now + $1 }" >'${clock}.new' && mv '${clock}.new' '${clock}'`)
  return `${folder}:${shell.path}`
}

export const hasTool = (shell: Shell, name: string): boolean =>
  shell.path.split(':').some((folder) => existsSync(join(folder, name)))

/** A PATH on which only these programs exist. */
export function onlyTools(names: readonly string[], from: string = systemPath): string {
  const folder = tempFolder()
  for (const name of names) {
    const found = from
      .split(':')
      .map((each) => join(each, name))
      .find((each) => existsSync(each))
    if (found !== undefined) execFileSync('ln', ['-s', found, join(folder, name)])
  }
  return folder
}

function readResult(file: string): Record<string, string> {
  if (!existsSync(file)) return {}
  const lines = readFileSync(file, 'utf8').split('\n').slice(0, -1)
  return Object.fromEntries(lines.map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]))
}
