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
} from 'lucide-react'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { useLocation } from 'wouter'
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
  const commands = useMemo((): readonly PaletteCommand[] => {
    const group = t('palette.go')
    const page = (id: string, label: string, icon: PaletteCommand['icon'], to: string): PaletteCommand => ({
      id: `go-${id}`,
      label,
      group,
      ...(icon ? { icon } : {}),
      run: () => go(to),
    })
    const isDark = resolvedTheme(appearance) === 'dark'
    return [
      page('board', t('nav.board'), LayoutGrid, routes.board()),
      page('fleet', t('nav.fleet'), Server, routes.fleet()),
      page('new', t('nav.newLaunch'), Rocket, routes.newLaunch()),
      page('history', t('nav.history'), History, routes.history()),
      page('checklists', t('nav.checklists'), ClipboardCheck, routes.checklists()),
      page('settings', t('nav.settings'), Settings, routes.settings()),
      ...(data?.open ?? []).map(({ rollout, app, version, environment }) =>
        page(`rollout-${rollout}`, `${app} ${version} · ${environment}`, undefined, routes.launch(rollout)),
      ),
      {
        id: 'brake',
        label: t('brake.title'),
        group: t('palette.do'),
        icon: OctagonPause,
        keys: 'Ctrl .',
        run: () => openBrake(),
      },
      {
        id: 'keys',
        label: t('keys.anywhere.help'),
        group: t('palette.do'),
        icon: Keyboard,
        keys: '?',
        run: openKeyHelp,
      },
      {
        id: 'theme',
        label: t(isDark ? 'palette.light' : 'palette.dark'),
        group: t('palette.do'),
        icon: isDark ? Sun : Moon,
        run: () => changeAppearance({ theme: isDark ? 'light' : 'dark' }),
      },
    ]
  }, [t, go, appearance, data?.open])
  useCommands(commands)
}
