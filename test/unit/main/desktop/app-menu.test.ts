import type { MenuItemConstructorOptions } from 'electron'
import { describe, expect, it } from 'vitest'
import { menuTemplate } from '../../../../src/main/desktop/app-menu'
import { textsFor } from '../../../../src/main/desktop/desktop-texts'
import { desktopWish, type DesktopWish } from '../../../../src/shared/ipc/desktop-wish'

function menu(platform: NodeJS.Platform, hasDevTools = false, language: 'en' | 'zh-CN' = 'en') {
  const wishes: DesktopWish[] = []
  const done: string[] = []
  const template = menuTemplate({
    platform,
    texts: textsFor(language, 'en'),
    hasDevTools,
    wish: (wish) => void wishes.push(wish),
    openFile: () => void done.push('open'),
    showDataFolder: () => void done.push('folder'),
  })
  const items = template.flatMap(({ submenu }) => (Array.isArray(submenu) ? submenu : []))
  return { template, items, wishes, done }
}

const click = ({ click: run }: MenuItemConstructorOptions) => (run as ((...args: unknown[]) => void) | undefined)?.()
const name = ({ label, role }: MenuItemConstructorOptions) => label ?? role

describe('menuTemplate', () => {
  it.each<[NodeJS.Platform, readonly string[]]>([
    ['darwin', ['Lastmile', 'File', 'Edit', 'View', 'Go', 'Rollout', 'Window', 'Help']],
    ['linux', ['File', 'Edit', 'View', 'Go', 'Rollout', 'Window', 'Help']],
    ['win32', ['File', 'Edit', 'View', 'Go', 'Rollout', 'Window', 'Help']],
  ])('has the menus of %s', (platform, menus) => {
    expect(menu(platform).template.map(name)).toEqual(menus)
  })

  it.each(['darwin', 'linux', 'win32'] as const)('names all in Chinese on %s', (platform) => {
    // Electron names in English what has no name
    const english = menu(platform, true, 'zh-CN').items.filter(
      ({ type, label = '' }) => type !== 'separator' && !/[\u4e00-\u9fff]/.test(label),
    )
    expect(english).toEqual([])
  })

  it('has what a Mac expects in the menu of the application', () => {
    const submenu = menu('darwin').template[0]?.submenu
    const names = Array.isArray(submenu) ? submenu.flatMap(({ label }) => label ?? []) : []
    const quit = ['Services', 'Hide Lastmile', 'Hide Others', 'Show All', 'Quit Lastmile']
    expect(names).toEqual(['About Lastmile', 'Settings…', ...quit])
  })

  it('can be used with the keyboard', () => {
    const keys = (platform: NodeJS.Platform) =>
      Object.fromEntries(
        menu(platform).items.flatMap((item) => (item.accelerator ? [[item.accelerator, name(item)]] : [])),
      )
    const everywhere = {
      'CmdOrCtrl+N': 'New launch',
      'CmdOrCtrl+O': 'Open lastmile.yml…',
      'CmdOrCtrl+,': 'Settings…',
      'CmdOrCtrl+K': 'Command palette',
      'CmdOrCtrl+1': 'Board',
      'CmdOrCtrl+2': 'Fleet',
      'CmdOrCtrl+3': 'History',
      'CmdOrCtrl+4': 'Checklists',
      'Ctrl+.': 'Brake…',
    }
    expect(keys('linux')).toEqual({ ...everywhere, 'Ctrl+Q': 'Quit Lastmile' })
    // Electron knows that of a Mac
    expect(keys('darwin')).toEqual(everywhere)
  })

  it('asks only for what the page may be asked for', () => {
    const { items, wishes, done } = menu('linux')
    for (const item of items) click(item)
    expect(wishes.map((wish) => desktopWish.parse(wish))).toEqual([
      { kind: 'go', place: '/new' },
      { kind: 'go', place: '/settings' },
      { kind: 'command', command: 'palette' },
      { kind: 'go', place: '/' },
      { kind: 'go', place: '/fleet' },
      { kind: 'go', place: '/history' },
      { kind: 'go', place: '/checklists' },
      { kind: 'command', command: 'brake' },
      { kind: 'command', command: 'keys' },
    ])
    expect(done).toEqual(['open', 'folder'])
  })

  it('gives no key twice, and leaves those of the page to the page', () => {
    for (const platform of ['darwin', 'linux', 'win32'] as const) {
      const { items } = menu(platform)
      const keys = items.flatMap(({ accelerator }) => accelerator ?? [])
      expect(new Set(keys).size).toBe(keys.length)
      const pageKeys = items.filter(({ registerAccelerator }) => registerAccelerator === false)
      expect(pageKeys.map(({ accelerator }) => accelerator)).toEqual(['CmdOrCtrl+K', 'Ctrl+.'])
    }
  })

  it('loads the page again and looks into it only with the tools of Chromium', () => {
    const roles = (hasDevTools: boolean) => menu('linux', hasDevTools).items.map(({ role }) => role)
    expect(roles(false)).not.toContain('reload')
    expect(roles(false)).not.toContain('toggleDevTools')
    expect(roles(true)).toContain('toggleDevTools')
  })

  it('quits from the place the platform has for it', () => {
    const quits = (platform: NodeJS.Platform) =>
      menu(platform).template.filter(
        ({ submenu }) => Array.isArray(submenu) && submenu.some(({ role }) => role === 'quit'),
      )
    expect(quits('darwin').map(name)).toEqual(['Lastmile'])
    expect(quits('win32').map(name)).toEqual(['File'])
  })
})

describe('textsFor', () => {
  it.each([
    [undefined, 'zh-CN', '文件'],
    [undefined, 'zh-Hans-CN', '文件'],
    [undefined, 'de-DE', 'File'],
    ['en', 'zh-CN', 'File'],
    ['zh-CN', 'en-GB', '文件'],
  ] as const)('with "%s" chosen on a system in %s', (chosen, system, file) => {
    expect(textsFor(chosen, system).file).toBe(file)
  })
})
