import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { describe, expect, it } from 'vitest'

const source = pathToFileURL(join(import.meta.dirname, '../../../../src/main/cli/end-process.ts')).href

/** A process that has called it with 3 and is kept by a timer. */
async function ending(keptMs: number) {
  const script = `import { endProcess } from '${source}'
setTimeout(() => undefined, ${keptMs})
endProcess(3)
console.log('ending')`
  const argv = ['--disable-warning=ExperimentalWarning', '--input-type=module', '-e', script]
  const child = spawn(process.execPath, argv, { stdio: ['ignore', 'pipe', 'inherit'] })
  const ended = once(child, 'exit')
  await once(child.stdout, 'data')
  return { child, ended }
}

describe('endProcess', () => {
  it('ends with the code when nothing keeps the process', async () => {
    expect(await (await ending(1)).ended).toEqual([3, null])
  })

  it.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)('ends at once with the code, not by %s', async (signal) => {
    const { child, ended } = await ending(30_000)
    child.kill(signal)
    expect(await ended).toEqual([3, null])
  })
})
