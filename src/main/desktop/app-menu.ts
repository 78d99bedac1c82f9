import type { MenuItemConstructorOptions } from 'electron'
import type { DesktopWish } from '../../shared/ipc/desktop-wish'
import type { DesktopTexts } from './desktop-texts'

export type MenuParts = {
  readonly platform: NodeJS.Platform
  readonly texts: DesktopTexts
  readonly hasDevTools: boolean
  readonly wish: (wish: DesktopWish) => void
  readonly openFile: () => void
  readonly showDataFolder: () => void
}

const separator: MenuItemConstructorOptions = { type: 'separator' }

/** The menu of the application, as the platform has it. Pure but for what its items do. */
export function menuTemplate(parts: MenuParts): MenuItemConstructorOptions[] {
  const isMac = parts.platform === 'darwin'
  return [
    ...(isMac ? [appMenu(parts)] : []),
    fileMenu(parts, isMac),
    editMenu(parts, isMac),
    viewMenu(parts),
    goMenu(parts),
    rolloutMenu(parts),
    windowMenu(parts, isMac),
    helpMenu(parts, isMac),
  ]
}

type Item = MenuItemConstructorOptions
type Role = keyof DesktopTexts['roles']

const itemsOf = ({ texts }: MenuParts, ...roles: Role[]): Item[] =>
  roles.map((role) => ({ role, label: texts.roles[role] }))

const place = ({ wish }: MenuParts, label: string, to: string, accelerator?: string): Item => ({
  label,
  ...(accelerator === undefined ? {} : { accelerator }),
  click: () => wish({ kind: 'go', place: to }),
})

/** `keys` are shown, and heard by the page itself. */
const command = ({ wish }: MenuParts, label: string, id: string, keys?: string): Item => ({
  label,
  ...(keys === undefined ? {} : { accelerator: keys, registerAccelerator: false }),
  click: () => wish({ kind: 'command', command: id }),
})

const settings = (parts: MenuParts): Item => place(parts, parts.texts.settings, '/settings', 'CmdOrCtrl+,')

const appMenu = (parts: MenuParts): Item => ({
  role: 'appMenu',
  label: 'Lastmile',
  submenu: [
    { role: 'about', label: parts.texts.about },
    separator,
    settings(parts),
    separator,
    ...itemsOf(parts, 'services'),
    separator,
    ...itemsOf(parts, 'hide', 'hideOthers', 'unhide'),
    separator,
    { role: 'quit', label: parts.texts.quit },
  ],
})

function fileMenu(parts: MenuParts, isMac: boolean): Item {
  const { texts } = parts
  return {
    role: 'fileMenu',
    label: texts.file,
    submenu: [
      place(parts, texts.newLaunch, '/new', 'CmdOrCtrl+N'),
      { label: texts.openFile, accelerator: 'CmdOrCtrl+O', click: () => parts.openFile() },
      separator,
      ...(isMac ? [] : [settings(parts), separator]),
      ...(isMac
        ? itemsOf(parts, 'close')
        : [{ role: 'quit', label: texts.quit, accelerator: 'Ctrl+Q' } satisfies Item]),
    ],
  }
}

const editMenu = (parts: MenuParts, isMac: boolean): Item => ({
  role: 'editMenu',
  label: parts.texts.edit,
  submenu: [
    ...itemsOf(parts, 'undo', 'redo'),
    separator,
    ...itemsOf(parts, 'cut', 'copy', 'paste'),
    ...(isMac ? itemsOf(parts, 'pasteAndMatchStyle') : []),
    ...itemsOf(parts, 'delete'),
    separator,
    ...itemsOf(parts, 'selectAll'),
  ],
})

const viewMenu = (parts: MenuParts): Item => ({
  role: 'viewMenu',
  label: parts.texts.view,
  submenu: [
    command(parts, parts.texts.palette, 'palette', 'CmdOrCtrl+K'),
    separator,
    ...itemsOf(parts, 'resetZoom', 'zoomIn', 'zoomOut'),
    separator,
    ...itemsOf(parts, 'togglefullscreen'),
    ...(parts.hasDevTools ? [separator, ...itemsOf(parts, 'reload', 'toggleDevTools')] : []),
  ],
})

function goMenu(parts: MenuParts): Item {
  const { texts } = parts
  return {
    label: texts.go,
    submenu: [
      place(parts, texts.board, '/', 'CmdOrCtrl+1'),
      place(parts, texts.fleet, '/fleet', 'CmdOrCtrl+2'),
      place(parts, texts.history, '/history', 'CmdOrCtrl+3'),
      place(parts, texts.checklists, '/checklists', 'CmdOrCtrl+4'),
    ],
  }
}

const rolloutMenu = (parts: MenuParts): Item => ({
  label: parts.texts.rollout,
  submenu: [command(parts, parts.texts.brake, 'brake', 'Ctrl+.')],
})

const windowMenu = (parts: MenuParts, isMac: boolean): Item => ({
  role: 'windowMenu',
  label: parts.texts.window,
  submenu: [
    ...itemsOf(parts, 'minimize', 'zoom'),
    ...(isMac ? [separator, ...itemsOf(parts, 'front')] : itemsOf(parts, 'close')),
  ],
})

const helpMenu = (parts: MenuParts, isMac: boolean): Item => ({
  role: 'help',
  label: parts.texts.help,
  submenu: [
    // without its key: as one of the menu, `?` could not be typed any more on macOS
    command(parts, parts.texts.keys, 'keys'),
    { label: parts.texts.dataFolder, click: () => parts.showDataFolder() },
    ...(isMac ? [] : [separator, { role: 'about', label: parts.texts.about } as Item]),
  ],
})
