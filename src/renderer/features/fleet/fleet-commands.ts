import { FolderOpen, PlugZap, Server, Upload } from 'lucide-react'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { useCommands, type PaletteCommand } from '../../app/commands'
import { openFleetDialog } from './fleet-dialogs'
import type { CheckTarget } from './check-runner'
import { startChecks } from './host-checks'
import type { FleetPlace } from './fleet-place'

type CommandInput = {
  readonly apps: readonly { readonly app: string }[]
  readonly place: FleetPlace
  readonly targets: readonly CheckTarget[]
  readonly onGo: (place: Partial<FleetPlace>) => void
}

/** What the palette offers while one looks at the fleet. */
export function useFleetCommands({ apps, place, targets, onGo }: CommandInput): void {
  const { t } = useTranslation('fleet')
  const { app, environment } = place
  const commands = useMemo((): readonly PaletteCommand[] => {
    const group = t('title')
    return [
      { id: 'fleet-test', label: t('command.test'), group, icon: PlugZap, run: () => startChecks(targets) },
      {
        id: 'fleet-file',
        label: t('command.openFile'),
        group,
        icon: FolderOpen,
        run: () => openFleetDialog({ kind: 'file' }),
      },
      {
        id: 'fleet-import',
        label: t('command.import'),
        group,
        icon: Upload,
        run: () =>
          openFleetDialog(
            app === undefined || environment === undefined
              ? { kind: 'app', andImport: true }
              : { kind: 'import', app, environment },
          ),
      },
      ...apps.map((each) => ({
        id: `fleet-${each.app}`,
        label: t('command.fleetOf', { app: each.app }),
        group,
        icon: Server,
        run: () => onGo({ app: each.app }),
      })),
    ]
  }, [t, apps, app, environment, targets, onGo])
  useCommands(commands)
}
