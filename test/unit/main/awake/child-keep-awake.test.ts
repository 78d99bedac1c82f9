import { existsSync } from 'node:fs'
import { join } from 'node:path'
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
    const dir = tempFolder()
    const [began, ended] = [join(dir, 'began'), join(dir, 'ended')]
    const hold = new ChildKeepAwake('linux', shell(`touch ${began}; cat; touch ${ended}`)).hold()
    await expect.poll(() => existsSync(began), patience).toBe(true)
    expect(existsSync(ended)).toBe(false)
    hold.release()
    await expect.poll(() => existsSync(ended), patience).toBe(true)
  })
})

describe('awakeCommand', () => {
  it('names a tool that ends with its input, on each platform that has one', () => {
    const files = (['linux', 'darwin', 'win32', 'aix'] as const).map((platform) => awakeCommand(platform)?.file)
    expect(files).toEqual(['systemd-inhibit', 'caffeinate', 'powershell.exe', undefined])
    for (const platform of ['linux', 'darwin'] as const) expect(awakeCommand(platform)?.args.at(-1)).toBe('cat')
  })
})
