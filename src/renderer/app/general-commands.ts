import type { TFunction } from 'i18next'
import {
  ClipboardCheck,
  History,
  Keyboard,
  LayoutGrid,
  Moon,
  OctagonPause,
  Rocket,
  Server,
  Settings,
  Sun,
  type LucideIcon,
} from 'lucide-react'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { useLocation } from 'wouter'
import type { Output } from '../../shared/ipc/contract'
import { useConsole } from '../api/queries'
import { changeAppearance, resolvedTheme, useAppearance } from '../stores/appearance-store'
import { openBrake } from './brake-dialog'
import { useCommands, type PaletteCommand } from './commands'
import { openKeyHelp } from './key-help'
import { routes } from './routes'

/** What the palette offers on every page. */
export function useGeneralCommands(): void {
  const { t } = useTranslation('app')
  const [, go] = useLocation()
  const appearance = useAppearance()
  const { data } = useConsole('board:show', {})
  const isDark = resolvedTheme(appearance) === 'dark'
  const pages = useMemo(() => pagesOf(t, data?.open ?? [], go), [t, go, data?.open])
  const deeds = useMemo(() => deedsOf(t, isDark), [t, isDark])
  useCommands(pages)
  useCommands(deeds)
}

type Texts = TFunction<'app'>
type OpenRollout = Pick<Output<'board:show'>['open'][number], 'rollout' | 'app' | 'version' | 'environment'>

/** Ways to pages and to the rollouts in progress. Pure. */
function pagesOf(t: Texts, open: readonly OpenRollout[], go: (to: string) => void): readonly PaletteCommand[] {
  const group = t('palette.go')
  const page = (id: string, label: string, icon: LucideIcon | undefined, to: string): PaletteCommand => ({
    id: `go-${id}`,
    label,
    group,
    ...(icon ? { icon } : {}),
    run: () => go(to),
  })
  return [
    page('board', t('nav.board'), LayoutGrid, routes.board()),
    page('fleet', t('nav.fleet'), Server, routes.fleet()),
    page('new', t('nav.newLaunch'), Rocket, routes.newLaunch()),
    page('history', t('nav.history'), History, routes.history()),
    page('checklists', t('nav.checklists'), ClipboardCheck, routes.checklists()),
    page('settings', t('nav.settings'), Settings, routes.settings()),
    ...open.map(({ rollout, app, version, environment }) =>
      page(`rollout-${rollout}`, `${app} ${version} · ${environment}`, undefined, routes.launch(rollout)),
    ),
  ]
}

/** What can be done anywhere. */
function deedsOf(t: Texts, isDark: boolean): readonly PaletteCommand[] {
  const group = t('palette.do')
  return [
    { id: 'brake', label: t('brake.title'), group, icon: OctagonPause, keys: 'Ctrl .', run: () => openBrake() },
    { id: 'keys', label: t('keys.title'), group, icon: Keyboard, keys: '?', run: openKeyHelp },
    {
      id: 'theme',
      label: t(isDark ? 'palette.light' : 'palette.dark'),
      group,
      icon: isDark ? Sun : Moon,
      run: () => changeAppearance({ theme: isDark ? 'light' : 'dark' }),
    },
  ]
}
