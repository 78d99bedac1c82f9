import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { build } from 'vite'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { processesOf } from './fleet-fixture'

const root = join(import.meta.dirname, '../../..')
// below the repository, so that the bundle finds ssh2
const outDir = join(root, 'node_modules/.cache/killed-fleet-test')
let folder = ''

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'lm-killed-'))
  await build({
    configFile: false,
    root,
    logLevel: 'silent',
    build: { ssr: join(root, 'src/main/demo/fleet.ts'), outDir, target: 'node24', minify: false },
  })
})
afterAll(() => {
  rmSync(folder, { recursive: true, force: true })
  rmSync(outDir, { recursive: true, force: true })
})

/** Start a fleet in a process of its own; resolves once it runs. */
async function startElsewhere(dir: string, afterwards: string) {
  const program = `
    const { startFleet } = await import(${JSON.stringify(join(outDir, 'fleet.js'))})
    await startFleet({ dir: ${JSON.stringify(dir)}, hosts: 3 })
    console.log('up')
    ${afterwards}`
  const child = spawn(process.execPath, ['--input-type=module', '-e', program], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  await new Promise((resolve, reject) => {
    child.stdout.once('data', resolve)
    child.once('exit', () => reject(new Error('the fleet did not start')))
  })
  return child
}

describe('a fleet whose process ends without stopping it', () => {
  it.each([
    ['killed', '', 'SIGKILL'],
    ['interrupted', '', 'SIGINT'],
    ['thrown out of', `setTimeout(() => { throw new Error('expected in this test') }, 10)`, undefined],
    ['left', 'setTimeout(() => process.exit(0), 10)', undefined],
  ] as const)('leaves nothing when %s', async (name, afterwards, signal) => {
    const dir = join(folder, name)
    const child = await startElsewhere(dir, afterwards)
    expect(processesOf(dir).length).toBeGreaterThanOrEqual(signal ? 3 : 0)
    if (signal) child.kill(signal)
    await vi.waitFor(
      () =>
        expect({ processes: processesOf(dir), isThere: existsSync(dir) }).toEqual({ processes: [], isThere: false }),
      { timeout: 15_000, interval: 50 },
    )
  })
})
