import { Rocket } from 'lucide-react'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { useCommands } from '../../app/commands'
import type { Start } from './use-start'

/** What the palette offers while a launch is put together. */
export function useLaunchCommands({ run, missing }: Start): void {
  const { t } = useTranslation('newLaunch')
  const { t: app } = useTranslation('app')
  const commands = useMemo(
    () =>
      missing === undefined
        ? [
            {
              id: 'create-rollout',
              label: t('start.create'),
              group: app('palette.do'),
              icon: Rocket,
              keys: 'Ctrl Enter',
              run,
            },
          ]
        : [],
    [missing, run, t, app],
  )
  useCommands(commands)
}
