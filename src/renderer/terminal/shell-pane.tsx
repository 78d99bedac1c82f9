import { Circle, RotateCw } from 'lucide-react'
import { useEffect, useRef, useState, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { usePerson } from '../stores/person-store'
import { Badge } from '../ui/badge'
import { Button } from '../ui/button'
import { Hint } from '../ui/hint'
import { focusFrame } from './log-pane'
import { PaneFrame } from './pane-frame'
import type { PaneState } from './pane-state'
import { ShellView } from './shell-view'

type ShellPaneProps = {
  readonly app: string
  readonly environment: string
  readonly host: string
  /** The launch it is opened from. */
  readonly rollout?: string
  readonly title?: ReactNode
  readonly tools?: ReactNode
  readonly className?: string
}

/** An interactive shell on a host. What it prints is recorded, and the pane says so. It ends when the pane is unmounted. */
export function ShellPane({ app, environment, host, rollout, title, tools, className }: ShellPaneProps) {
  const { t } = useTranslation('terminal')
  const element = useRef<HTMLDivElement>(null)
  const by = usePerson(({ person }) => person)
  const [opened, setOpened] = useState(1)
  const [view, setView] = useState<ShellView>()
  const [state, setState] = useState<PaneState>({ kind: 'opening' })
  const [isFinding, setFinding] = useState(false)
  const [openedBy] = useState(by)
  useEffect(() => {
    if (!element.current) return
    const next = new ShellView(element.current, {
      place: { app, environment, host, by: openedBy, ...(rollout === undefined ? {} : { rollout }) },
      label: host,
      onState: setState,
      onFind: () => setFinding(true),
      onLeave: () => focusFrame(element.current),
    })
    setView(next)
    return () => {
      next.dispose()
      setView(undefined)
    }
  }, [app, environment, host, rollout, openedBy, opened])
  const isOver = state.kind === 'ended' || state.kind === 'lost'
  return (
    <PaneFrame
      label={t('shellOn', { host })}
      title={
        <>
          {title ?? <span className="truncate font-mono font-medium">{host}</span>}
          <Hint text={t('recordedHint')}>
            <Badge tone="red" icon={Circle} tabIndex={0}>
              {t('recorded')}
            </Badge>
          </Hint>
        </>
      }
      tools={tools}
      className={className}
      element={element}
      screen={view?.screen}
      state={state}
      isFinding={isFinding}
      onFinding={setFinding}
      empty={t('connecting', { host })}
      footer={
        isOver ? (
          <div className="flex shrink-0 items-center justify-between gap-3 border-t border-line bg-surface px-2.5 py-1.5">
            <p role="status" className="text-xs text-muted">
              {t('shellEnded')}
            </p>
            <Button size="sm" icon={RotateCw} onClick={() => setOpened(opened + 1)}>
              {t('openAgain')}
            </Button>
          </div>
        ) : (
          <p className="shrink-0 border-t border-line bg-surface px-2.5 py-0.5 text-2xs text-faint">{t('leaveHint')}</p>
        )
      }
    />
  )
}
