import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { onTestFinished, vi } from 'vitest'

const program = fileURLToPath(new URL('../../../out/main/lastmile.js', import.meta.url))

/** Start the built demo with a temporary directory of its own, in which nothing may be left. */
export function startDemo(args: readonly string[], env: Readonly<Record<string, string>> = {}) {
  if (!existsSync(program)) throw new Error(`${program} is missing; run npm run build`)
  const temp = mkdtempSync(join(tmpdir(), 'lm-demo-'))
  const child = spawn(process.execPath, [program, 'demo', ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, TMPDIR: temp, ...env },
  })
  let output = ''
  let stdout = ''
  child.stdout.on('data', (bytes: Buffer) => {
    stdout += bytes.toString()
    output += bytes.toString()
  })
  child.stderr.on('data', (bytes: Buffer) => (output += bytes.toString()))
  let hasEnded = false
  const ended = new Promise<{ exitCode: number | null; stdout: string; output: string }>((resolve) => {
    child.on('close', (exitCode) => {
      hasEnded = true
      resolve({ exitCode, stdout, output })
    })
  })
  onTestFinished(async () => {
    child.kill('SIGKILL')
    await ended
    await vi.waitFor(() => leftBehind(temp).processes.length === 0 || Promise.reject(new Error('processes are left')))
    rmSync(temp, { recursive: true, force: true })
  })
  return {
    child,
    temp,
    ended,
    /** Resolves once the output has this text; rejects when the demo ends without it. */
    until: (text: string) =>
      vi.waitUntil(
        () => {
          if (output.includes(text)) return true
          if (hasEnded) throw new Error(`the demo ended without "${text}":\n${output}`)
          return false
        },
        { timeout: 60_000, interval: 20 },
      ),
  }
}

/** Where the running demo has its fleet. */
export function fleetDirOf(temp: string): string {
  const [name] = readdirSync(temp)
  if (name === undefined) throw new Error('no fleet is there yet')
  return join(temp, name)
}

/** The process of the shop on a host of a running demo. */
export function servicePid(temp: string, host: string): number {
  const file = join(fleetDirOf(temp), 'hosts', host, 'srv/shop/shared/run/service.pid')
  return Number(readFileSync(file, 'utf8').split(' ')[0])
}

/** Files in the temporary directory, and processes of fleets in it (Linux). */
export function leftBehind(temp: string) {
  const processes = readdirSync('/proc').filter((name) => /^\d+$/.test(name) && isMarked(name, temp))
  return { files: readdirSync(temp), processes }
}

function isMarked(pid: string, temp: string): boolean {
  try {
    const environment = readFileSync(`/proc/${pid}/environ`, 'utf8').split('\0')
    return environment.some((entry) => entry.startsWith(`LASTMILE_DEMO=${temp}/`))
  } catch {
    return false
  }
}
