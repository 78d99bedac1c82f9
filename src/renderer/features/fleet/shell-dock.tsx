import { X } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { create } from 'zustand'
import { ShellPane } from '../../terminal/shell-pane'
import { IconButton } from '../../ui/button'
import type { CheckTarget } from './check-runner'

const useShell = create<{ readonly host: CheckTarget | undefined }>(() => ({ host: undefined }))

/** Open an interactive shell on a host, in place of the one that is open. */
export const openShell = ({ app, environment, name }: CheckTarget): void =>
  useShell.setState({ host: { app, environment, name } })

/** The shell that is open, below the hosts; it ends when one closes it or leaves the page. */
export function ShellDock() {
  const { t } = useTranslation('fleet')
  const host = useShell((state) => state.host)
  if (!host) return null
  const { app, environment, name } = host
  return (
    <section
      aria-label={t('shell.title', { host: name })}
      className="flex h-[45%] shrink-0 flex-col border-t border-line"
    >
      <ShellPane
        key={`${app} ${environment} ${name}`}
        app={app}
        environment={environment}
        host={name}
        className="flex-1"
        tools={<IconButton icon={X} label={t('shell.close')} onClick={() => useShell.setState({ host: undefined })} />}
      />
    </section>
  )
}
