import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { describe, expect, it } from 'vitest'
import { isRunning, markOf } from '../../../../src/main/data-folder/running-process'

describe('isRunning', () => {
  it('knows this process and its children, until they end', async () => {
    const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'])
    const mark = markOf(child.pid)
    expect([isRunning(markOf()), isRunning(mark), mark.started === '']).toEqual([true, true, false])
    child.kill('SIGKILL')
    await once(child, 'exit')
    expect(isRunning(mark)).toBe(false)
  })

  it('does not take a zombie for a process', () => {
    // sh starts a child that ends at once, and becomes a program that never asks for it: a zombie until that ends
    const script = 'sh -c "exit 0" & z=$!; exec node -e "setTimeout(() => { console.log(process.argv[1]) }, 300)" $z'
    const zombie = spawn('sh', ['-c', script])
    return new Promise<void>((resolve, reject) => {
      zombie.once('error', reject)
      const timer = setInterval(() => {
        const found = spawnSync('ps', ['--ppid', String(zombie.pid), '-o', 'pid=,stat='], { encoding: 'utf8' }).stdout
        const [, pid] = /(\d+)\s+Z/.exec(found) ?? []
        if (pid === undefined) return
        clearInterval(timer)
        zombie.kill('SIGKILL')
        resolve(expect(isRunning({ ...markOf(), pid: Number(pid), started: '' })).toBe(false))
      }, 20)
    })
  })
})
