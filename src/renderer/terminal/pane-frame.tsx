import { ArrowDownToLine, Copy, Search } from 'lucide-react'
import type { ReactNode, RefObject } from 'react'
import { useTranslation } from 'react-i18next'
import { fromWireError, type WireError } from '../../shared/errors/app-error'
import { IconButton } from '../ui/button'
import { cn } from '../ui/cn'
import { ErrorNote } from '../ui/notes'
import { toast } from '../ui/toaster'
import { PaneFind } from './pane-find'
import type { PaneState } from './pane-state'
import type { Screen } from './screen'

export type PaneFrameProps = {
  /** For screen readers: what the pane shows. */
  readonly label: string
  /** At the left of the pane's head. */
  readonly title: ReactNode
  /** At its right, before the pane's own tools. */
  readonly tools?: ReactNode
  readonly className?: string | undefined
  readonly element: RefObject<HTMLDivElement | null>
  readonly screen: Screen | undefined
  readonly state: PaneState
  readonly isFinding: boolean
  readonly onFinding: (isFinding: boolean) => void
  /** In place of output, while there is none. */
  readonly empty: string
  /** Below the output: how it ended, and what can be done. */
  readonly footer?: ReactNode
}

/** The frame of every pane: head with tools, find bar, the screen, how it stands. Dark in both themes, as terminals are. */
export function PaneFrame(props: PaneFrameProps) {
  const { label, title, tools, className, element, screen, state, isFinding, onFinding, empty, footer } = props
  const { t } = useTranslation('terminal')
  const { t: common } = useTranslation()
  const copy = async () => {
    await navigator.clipboard.writeText(screen?.text ?? '')
    toast(common('action.copied'))
  }
  const closeFind = () => {
    onFinding(false)
    screen?.terminal.focus()
  }
  return (
    <section aria-label={label} className={cn('dark flex min-h-0 min-w-0 flex-col bg-terminal text-fg', className)}>
      <header className="flex h-8 shrink-0 items-center gap-1 border-b border-line bg-surface pr-1 pl-2.5">
        <div className="flex min-w-0 flex-1 items-center gap-2 text-xs">{title}</div>
        {tools}
        <IconButton icon={Search} label={t('tool.find')} onClick={() => onFinding(true)} className="h-6 w-6" />
        <IconButton icon={Copy} label={t('tool.copy')} onClick={() => void copy()} className="h-6 w-6" />
        <IconButton
          icon={ArrowDownToLine}
          label={t('tool.end')}
          onClick={() => screen?.terminal.scrollToBottom()}
          className="h-6 w-6"
        />
      </header>
      {isFinding && screen ? <PaneFind screen={screen} onClose={closeFind} /> : null}
      <div className="relative min-h-0 flex-1 py-1 pl-2.5">
        <div ref={element} className="h-full w-full overflow-hidden" />
        {state.kind === 'opening' ? (
          <p className="pointer-events-none absolute inset-x-3 top-2 font-mono text-xs text-faint">{empty}</p>
        ) : null}
      </div>
      {state.kind === 'lost' ? (
        <p role="status" className="border-t border-line bg-surface px-2.5 py-1 text-xs text-orange-fg">
          {t('lost')}
        </p>
      ) : null}
      {state.kind === 'ended' && state.error ? (
        <ErrorNote error={fromWireError(state.error as WireError)} className="m-1.5 py-1 text-xs" />
      ) : null}
      {footer}
    </section>
  )
}
