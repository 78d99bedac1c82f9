import { OctagonX, ScrollText, SquareTerminal } from 'lucide-react'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { useLocation } from 'wouter'
import { useCommands, type PaletteCommand } from '../../app/commands'
import { routes } from '../../app/routes'
import { Tabs } from '../../ui/tabs'
import { LogSearch } from './log-search'
import { RolloutList } from './rollout-list'
import { ShellList } from './shell-list'
import { useQuery } from './use-query'

const parts = ['launches', 'logs', 'shells'] as const
type Part = (typeof parts)[number]

/** Every rollout there ever was, the text of all logs, and the shells that were opened. */
export function HistoryScreen() {
  const { t } = useTranslation('history')
  const [search, change] = useQuery()
  useHistoryCommands()
  const wanted = new URLSearchParams(search).get('part')
  const part = parts.find((each) => each === wanted) ?? 'launches'
  const content: Readonly<Record<Part, React.ReactNode>> = {
    launches: <RolloutList />,
    logs: <LogSearch />,
    shells: <ShellList filter={{}} />,
  }
  return (
    <div className="flex min-h-0 flex-1 flex-col gap-3 p-5">
      <h1 className="text-xl font-semibold">{t('title')}</h1>
      <Tabs
        label={t('part.label')}
        value={part}
        onChange={(next) => change({ part: next === 'launches' ? undefined : next })}
        tabs={parts.map((value) => ({ value, label: t(`part.${value}`), content: content[value] }))}
        className="flex-1"
      />
    </div>
  )
}

function useHistoryCommands(): void {
  const { t } = useTranslation('history')
  const [, go] = useLocation()
  const commands = useMemo((): readonly PaletteCommand[] => {
    const group = t('palette.group')
    const to = (query: string) => () => go(`${routes.history()}?${query}`)
    return [
      { id: 'history-logs', label: t('palette.logs'), group, icon: ScrollText, run: to('part=logs') },
      { id: 'history-shells', label: t('palette.shells'), group, icon: SquareTerminal, run: to('part=shells') },
      { id: 'history-failed', label: t('palette.failed'), group, icon: OctagonX, run: to('result=failed') },
    ]
  }, [t, go])
  useCommands(commands)
}
