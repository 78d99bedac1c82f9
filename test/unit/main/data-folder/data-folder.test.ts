import { chmodSync, mkdirSync, realpathSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { defaultDataPath, openDataFolder, type Surroundings } from '../../../../src/main/data-folder/data-folder'
import { tempFolder } from '../../../helpers/temp-folder'

const around = (change: Partial<Surroundings> = {}): Surroundings => ({
  platform: 'linux',
  env: {},
  home: '/home/ada',
  temp: '/tmp',
  user: '1000',
  ...change,
})
const modeOf = (path: string) => statSync(path).mode & 0o777
const unusable = expect.objectContaining({ code: 'data.unusable' })

describe('defaultDataPath', () => {
  it.each<[string, Partial<Surroundings>, string]>([
    ['the named one', { env: { LASTMILE_DATA: '/data/x', XDG_DATA_HOME: '/xdg' }, platform: 'darwin' }, '/data/x'],
    ['the one of XDG', { env: { XDG_DATA_HOME: '/xdg' } }, '/xdg/lastmile'],
    ['not a relative one of XDG', { env: { XDG_DATA_HOME: 'xdg' } }, '/home/ada/.local/share/lastmile'],
    ['below the home directory', {}, '/home/ada/.local/share/lastmile'],
    ['on macOS', { platform: 'darwin' }, '/home/ada/Library/Application Support/Lastmile'],
    ['on Windows', { platform: 'win32', env: { APPDATA: '/roaming' } }, '/roaming/Lastmile'],
    ['on Windows without APPDATA', { platform: 'win32' }, '/home/ada/AppData/Roaming/Lastmile'],
  ])('is %s', (_, change, path) => {
    expect(defaultDataPath(around(change))).toBe(path)
  })
})

describe('openDataFolder', () => {
  it('makes the directory for its owner only and gives the paths', () => {
    const root = join(realpathSync(tempFolder()), 'a', 'data')
    expect(openDataFolder(root)).toEqual({
      root,
      database: `${root}/lastmile.db`,
      logs: `${root}/logs.db`,
      knownHosts: `${root}/known_hosts`,
      backups: `${root}/backups`,
      lock: `${root}/console.lock`,
      controlSocket: `${root}/control.sock`,
    })
    expect(modeOf(root)).toBe(0o700)
  })

  it('leaves the mode of a directory that was there', () => {
    const root = tempFolder()
    chmodSync(root, 0o755)
    openDataFolder(root)
    expect(modeOf(root)).toBe(0o755)
  })

  it('gives a folder one name, however it is reached', () => {
    const base = tempFolder()
    const { root } = openDataFolder(join(base, 'real'))
    symlinkSync(root, join(base, 'link'))
    expect(openDataFolder(join(base, 'link')).root).toBe(root)
  })

  it('says why it cannot be used', () => {
    const file = join(tempFolder(), 'file')
    writeFileSync(file, '')
    expect(() => openDataFolder(file)).toThrow(unusable)
    expect(() => openDataFolder(join(file, 'below'))).toThrow(unusable)
  })

  it('puts the socket elsewhere when its path would be too long', () => {
    const root = join(tempFolder(), 'x'.repeat(100))
    const runtime = tempFolder()
    const { controlSocket } = openDataFolder(root, around({ env: { XDG_RUNTIME_DIR: runtime } }))
    expect(controlSocket).toMatch(new RegExp(`^${runtime}/lastmile-1000/[0-9a-f]{16}\\.sock$`))
    expect(modeOf(join(runtime, 'lastmile-1000'))).toBe(0o700)
    const other = openDataFolder(`${root}y`, around({ env: { XDG_RUNTIME_DIR: runtime } }))
    expect(other.controlSocket).not.toBe(controlSocket)
  })

  it('goes on to the next place when that path is too long as well', () => {
    const deep = join(tempFolder(), 'd'.repeat(90))
    const temp = tempFolder()
    const folder = openDataFolder(join(tempFolder(), 'x'.repeat(100)), around({ env: { XDG_RUNTIME_DIR: deep }, temp }))
    expect(folder.controlSocket.startsWith(`${temp}/lastmile-1000/`)).toBe(true)
  })

  it('refuses a place for the socket that others can read', () => {
    const runtime = tempFolder()
    mkdirSync(join(runtime, 'lastmile-1000'))
    chmodSync(join(runtime, 'lastmile-1000'), 0o755)
    const root = join(tempFolder(), 'x'.repeat(100))
    expect(() => openDataFolder(root, around({ env: { XDG_RUNTIME_DIR: runtime } }))).toThrow(unusable)
    const other = tempFolder()
    symlinkSync(tempFolder(), join(other, 'lastmile-1000'))
    expect(() => openDataFolder(root, around({ env: { XDG_RUNTIME_DIR: other } }))).toThrow(unusable)
  })

  it('listens on a pipe on Windows', () => {
    expect(openDataFolder(tempFolder(), around({ platform: 'win32' })).controlSocket).toMatch(
      /^\\\\\.\\pipe\\lastmile-[0-9a-f]{16}$/,
    )
  })
})
