import { useEffect, useRef, useState, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { LogView, type LogPlace } from './log-view'
import { PaneFrame } from './pane-frame'
import type { PaneState } from './pane-state'
import { logWords } from './terminal-words'

type LogPaneProps = {
  readonly rollout: string
  readonly host: string
  /** At the left of the head; the host's name when left out. */
  readonly title?: ReactNode
  readonly tools?: ReactNode
  /** The step that failed: its telling lines are marked. */
  readonly failedStep?: string | undefined
  /** Bring this into sight; again for each new object. */
  readonly reveal?: LogPlace | undefined
  readonly className?: string
}

/**
 * What the steps of a host printed, from the beginning, and what they print from now on. Lives while it is in sight: unmount it
 * to end its stream. Fills its parent.
 */
export function LogPane({ rollout, host, title, tools, failedStep, reveal, className }: LogPaneProps) {
  const { t } = useTranslation('terminal')
  const element = useRef<HTMLDivElement>(null)
  const [view, setView] = useState<LogView>()
  const [state, setState] = useState<PaneState>({ kind: 'opening' })
  const [isFinding, setFinding] = useState(false)
  const label = t('logOf', { host })
  useEffect(() => {
    if (!element.current) return
    const opened = new LogView(element.current, {
      source: { kind: 'log', rollout, host },
      label: host,
      words: logWords,
      isPlainOutput: true,
      onState: setState,
      onFind: () => setFinding(true),
      onLeave: () => focusFrame(element.current),
    })
    setView(opened)
    return () => {
      opened.dispose()
      setView(undefined)
    }
  }, [rollout, host])
  useEffect(() => view?.showFailure(failedStep), [view, failedStep])
  useEffect(() => {
    if (reveal) view?.reveal(reveal)
  }, [view, reveal])
  return (
    <PaneFrame
      label={label}
      title={title ?? <span className="truncate font-mono font-medium">{host}</span>}
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

/** Out of the terminal, to the first button of its pane. */
export const focusFrame = (element: Element | null): void =>
  element?.closest('section')?.querySelector<HTMLElement>('header button')?.focus()
