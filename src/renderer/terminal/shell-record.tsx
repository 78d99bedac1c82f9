import { useEffect, useRef, useState, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { focusFrame } from './log-pane'
import { LogView } from './log-view'
import { PaneFrame } from './pane-frame'
import type { PaneState } from './pane-state'
import { logWords } from './terminal-words'

type ShellRecordProps = {
  readonly shell: string
  readonly title?: ReactNode
  readonly tools?: ReactNode
  readonly className?: string
}

/** What an earlier shell printed; of one that is still open, what it prints. */
export function ShellRecord({ shell, title, tools, className }: ShellRecordProps) {
  const { t } = useTranslation('terminal')
  const element = useRef<HTMLDivElement>(null)
  const [view, setView] = useState<LogView>()
  const [state, setState] = useState<PaneState>({ kind: 'opening' })
  const [isFinding, setFinding] = useState(false)
  useEffect(() => {
    if (!element.current) return
    const opened = new LogView(element.current, {
      source: { kind: 'shell-record', shell },
      label: shell,
      words: logWords,
      isPlainOutput: false,
      onState: setState,
      onFind: () => setFinding(true),
      onLeave: () => focusFrame(element.current),
    })
    setView(opened)
    return () => {
      opened.dispose()
      setView(undefined)
    }
  }, [shell])
  return (
    <PaneFrame
      label={t('recordOf')}
      title={title ?? <span className="font-medium">{t('recordOf')}</span>}
      tools={tools}
      className={className}
      element={element}
      screen={view?.screen}
      state={state}
      isFinding={isFinding}
      onFinding={setFinding}
      empty={t('noOutput')}
    />
  )
}
