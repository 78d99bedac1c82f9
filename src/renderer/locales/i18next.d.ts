import 'i18next'
import type appTexts from './en/app.json'
import type board from './en/board.json'
import type checklists from './en/checklists.json'
import type common from './en/common.json'
import type engine from './en/engine.json'
import type fleet from './en/fleet.json'
import type history from './en/history.json'
import type launch from './en/launch.json'
import type newLaunch from './en/newLaunch.json'
import type settings from './en/settings.json'
import type terminal from './en/terminal.json'

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'common'
    resources: {
      app: typeof appTexts
      board: typeof board
      checklists: typeof checklists
      common: typeof common
      engine: typeof engine
      fleet: typeof fleet
      history: typeof history
      launch: typeof launch
      newLaunch: typeof newLaunch
      settings: typeof settings
      terminal: typeof terminal
    }
  }
}
