import { useState, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useStore } from 'zustand'
import { phaseOf } from '../../../shared/domain/rollout-view'
import { useRollout } from '../../stores/rollouts'
import { PhaseBadge } from '../../ui/badge'
import { positionText } from '../../ui/engine-text'
import { MomentContext } from '../../ui/use-now'
import { BatchesPanel } from '../launch/batches-panel'
import { LaunchUiContext, LaunchUiStore } from '../launch/launch-ui'
import { EventList } from './event-list'
import { MomentCapacity } from './moment-capacity'
import { MomentHost } from './moment-host'
import { useCursor } from './review-context'

/** The launch page at a moment of the past: the lanes, where it stood, how many hosts served, and what happened around it. */
export function MomentView() {
  const [ui] = useState(() => new LaunchUiStore())
  const host = useStore(ui.store, ({ sheet }) => sheet)
  return (
    <LaunchUiContext.Provider value={ui}>
      <Moment>
        <div className="grid min-h-0 flex-1 grid-cols-[minmax(0,3fr)_minmax(20rem,2fr)] gap-3">
          <div className="flex min-h-0 flex-col gap-3">
            <Position />
            <BatchesPanel />
          </div>
          <div className="flex min-h-0 flex-col gap-3">
            {host === undefined ? (
              <MomentCapacity />
            ) : (
              <MomentHost name={host} onClose={() => ui.openSheet(undefined)} />
            )}
            <EventList className="min-h-48 flex-1" />
          </div>
        </div>
      </Moment>
    </LaunchUiContext.Provider>
  )
}

/** What counts below here counts to the moment of the review, by whole seconds. */
function Moment({ children }: { readonly children: ReactNode }) {
  const second = useCursor(({ atMs }) => Math.floor(atMs / 1_000) * 1_000)
  return <MomentContext.Provider value={second}>{children}</MomentContext.Provider>
}

function Position() {
  const { i18n } = useTranslation()
  const phase = useRollout(phaseOf)
  const position = useRollout(positionText)
  const isOver = useRollout(({ result }) => result !== undefined)
  return (
    <p className="flex items-center gap-2 text-sm" lang={i18n.language}>
      <PhaseBadge phase={phase} />
      {isOver ? null : <span className="min-w-0 truncate">{position}</span>}
    </p>
  )
}
