import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { awakeCommand } from '../../../../src/main/awake/awake-command'
import { ChildKeepAwake } from '../../../../src/main/awake/child-keep-awake'
import { tempFolder } from '../../../helpers/temp-folder'

/** A machine that is busy starts a shell in seconds. */
const patience = { timeout: 15_000, interval: 20 }
/** A tool that runs a shell script; what is left of it is seen by its files. */
const shell = (script: string) => ({ file: '/bin/sh', args: ['-c', script] })

describe('ChildKeepAwake', () => {
  it('says that it holds when its tool does', async () => {
    expect(await new ChildKeepAwake('linux', shell('cat')).check()).toEqual({ isKept: true })
  })

  it('says what its tool says when that refuses', async () => {
    const refusing = new ChildKeepAwake('linux', shell('echo Access denied >&2; exit 1'))
    expect(await refusing.check()).toEqual({ isKept: false, because: 'refused', detail: 'Access denied' })
  })

  it('says which tool is missing, and that it knows none', async () => {
    const missing = new ChildKeepAwake('linux', { file: '/nowhere/inhibit', args: [] })
    expect(await missing.check()).toEqual({ isKept: false, because: 'no-tool', detail: '/nowhere/inhibit' })
    const unknown = new ChildKeepAwake('aix')
    expect(await unknown.check()).toEqual({ isKept: false, because: 'no-tool', detail: 'aix' })
    unknown.hold().release()
  })

  it('holds until it is let go', async () => {
    const { began, ended, keepAwake } = watched(0)
    const hold = keepAwake.hold()
    await expect.poll(began, patience).toBe(1)
    expect(ended()).toBe(0)
    hold.release()
    await expect.poll(ended, patience).toBe(1)
    keepAwake.hold()
    await expect.poll(began, patience).toBe(2)
  })

  it('is taken over by whoever holds next, and goes on while anybody does', async () => {
    const { began, ended, keepAwake } = watched(1_000)
    const first = keepAwake.hold()
    await expect.poll(began, patience).toBe(1)
    first.release()
    const [second, third] = [keepAwake.hold(), keepAwake.hold()]
    second.release()
    second.release()
    await delay(1_500)
    expect([began(), ended()]).toEqual([1, 0])
    third.release()
    await expect.poll(ended, patience).toBe(1)
  })
})

describe('ChildKeepAwake whose tool is refused', () => {
  it('does not begin it again and again', async () => {
    const begins = join(tempFolder(), 'begins')
    const refusal = `printf x >> ${begins}; [ $(wc -c <${begins}) = 1 ] && exec cat; echo Access denied >&2; exit 1`
    const keepAwake = new ChildKeepAwake('linux', shell(refusal), { lingersMs: 0 })
    const begun = () => (existsSync(begins) ? readFileSync(begins, 'utf8').length : 0)
    expect(await keepAwake.check()).toEqual({ isKept: true })
    keepAwake.hold()
    await expect.poll(begun, patience).toBe(2)
    // until its end was seen
    await delay(500)
    keepAwake.hold()
    await delay(500)
    expect(begun()).toBe(2)
    // and it is not called kept any more
    expect(await keepAwake.check()).toMatchObject({ isKept: false, detail: 'Access denied' })
  })
})

/** A tool that tells how often it began and ended. */
function watched(lingersMs: number) {
  const dir = tempFolder()
  const [begins, ends] = [join(dir, 'begins'), join(dir, 'ends')]
  const count = (file: string) => () => (existsSync(file) ? readFileSync(file, 'utf8').length : 0)
  const command = shell(`printf x >> ${begins}; cat; printf x >> ${ends}`)
  const keepAwake = new ChildKeepAwake('linux', command, { lingersMs })
  return { began: count(begins), ended: count(ends), keepAwake }
}

describe('awakeCommand', () => {
  it('names a tool that ends with its input, on each platform that has one', () => {
    const files = (['linux', 'darwin', 'win32', 'aix'] as const).map((platform) => awakeCommand(platform)?.file)
    expect(files).toEqual(['systemd-inhibit', 'caffeinate', 'powershell.exe', undefined])
    for (const platform of ['linux', 'darwin'] as const) expect(awakeCommand(platform)?.args.at(-1)).toBe('cat')
  })
})
