import { FileCode2, FlaskConical, Upload } from 'lucide-react'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { line } from '../../api/line'
import { useConsole } from '../../api/queries'
import { useCommands, type PaletteCommand } from '../../app/commands'
import { toastError } from '../../ui/toaster'
import { openFleetDialog } from '../fleet/fleet-dialogs'

/** What the palette offers on the board: the three ways to begin, also when one has begun. */
export function useBoardCommands(): void {
  const { t } = useTranslation('board')
  const { data: demo } = useConsole('demo:status', {})
  const isOff = demo?.state === 'off'
  const commands = useMemo((): readonly PaletteCommand[] => {
    const group = t('title')
    const start: PaletteCommand = {
      id: 'demo-start',
      label: t('demo.start'),
      group,
      icon: FlaskConical,
      run: () => void line.request('demo:start', {}).catch(toastError),
    }
    return [
      ...(isOff ? [start] : []),
      {
        id: 'board-import',
        label: t('begin.import'),
        group,
        icon: Upload,
        run: () => openFleetDialog({ kind: 'app', andImport: true }),
      },
      {
        id: 'board-file',
        label: t('begin.file'),
        group,
        icon: FileCode2,
        run: () => openFleetDialog({ kind: 'file' }),
      },
    ]
  }, [t, isOff])
  useCommands(commands)
}
