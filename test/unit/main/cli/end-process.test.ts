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
const { exit } = process
process.exit = (...code) => {
  console.log('by exit')
  exit(...code)
}
endProcess(3)
console.log('ending')`
  const argv = ['--disable-warning=ExperimentalWarning', '--input-type=module', '-e', script]
  const child = spawn(process.execPath, argv, { stdio: ['ignore', 'pipe', 'inherit'] })
  let said = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => (said += text))
  // with all that it has said
  const ended = once(child, 'close')
  await once(child.stdout, 'data')
  return { child, ended, said: () => said }
}

describe('endProcess', () => {
  it('ends with the code when nothing keeps the process', async () => {
    const { ended, said } = await ending(1)
    expect(await ended).toEqual([3, null])
    // what frees its listeners first could be killed
    expect(said()).toBe('ending\nby exit\n')
  })

  it.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)('ends at once with the code, not by %s', async (signal) => {
    const { child, ended } = await ending(30_000)
    child.kill(signal)
    expect(await ended).toEqual([3, null])
  })
})
