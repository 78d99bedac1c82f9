import { Film } from 'lucide-react'
import { useMemo, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { RolloutState } from '../../../shared/domain/rollout-state'
import { useCommands, type PaletteCommand } from '../../app/commands'
import { FeedContext } from '../../stores/rollouts'
import { ErrorNote, LoadingNote } from '../../ui/notes'
import { Tabs } from '../../ui/tabs'
import { CompareView } from './compare-view'
import { GanttView } from './gantt-view'
import { GatesView } from './gates-view'
import { LogsView } from './logs-view'
import { MomentView } from './moment-view'
import { PlayerContext, useReview } from './review-context'
import { ReviewHeader } from './review-header'
import { reviewParts, type ReviewPart } from './review-links'
import type { ReviewPlayer } from './review-player'
import { Scrubber } from './scrubber'
import { ShellList } from './shell-list'
import { useQuery, type QueryChange } from './use-query'

/** One rollout, from its journal alone: replayed at any moment, over time, gate by gate, log by log, beside another one. */
export function ReviewScreen({ rollout }: { readonly rollout: string }) {
  const { t } = useTranslation('history')
  const { player, state, isReady } = useReview(rollout)
  const [search, change] = useQuery()
  const wanted = new URLSearchParams(search).get('part')
  const part = reviewParts.find((each) => each === wanted) ?? 'replay'
  useReviewCommands(player, change)
  if (state.error && !state.rollout) return <ErrorNote error={state.error} className="m-5" />
  if (!state.rollout || !isReady) return <LoadingNote what={t('what.journal')} />
  return (
    <PlayerContext.Provider value={player}>
      <FeedContext.Provider value={player.feed}>
        <div className="flex min-h-0 flex-1 flex-col gap-3 p-5">
          <ReviewHeader state={state.rollout} />
          <Tabs<ReviewPart>
            label={t('review.parts')}
            value={part}
            onChange={(next) => change({ part: next === 'replay' ? undefined : next })}
            tabs={reviewParts.map((value) => ({
              value,
              label: t(`review.${value}`),
              content: <Part part={value} whole={state.rollout!} seq={state.seq} />,
            }))}
            className="flex-1"
          />
        </div>
      </FeedContext.Provider>
    </PlayerContext.Provider>
  )
}

/** `whole`: the rollout as it stands now or ended, whatever moment is replayed. */
function Part({ part, whole, seq }: { readonly part: ReviewPart; readonly whole: RolloutState; readonly seq: number }) {
  const { rollout } = whole.settings
  const parts: Readonly<Record<ReviewPart, () => ReactNode>> = {
    replay: () => (
      <>
        <Scrubber />
        <MomentView />
      </>
    ),
    timeline: () => (
      <>
        <Scrubber />
        <GanttView whole={whole} seq={seq} />
      </>
    ),
    gates: () => <GatesView whole={whole} />,
    logs: () => <LogsView whole={whole} />,
    compare: () => <CompareView whole={whole} />,
    shells: () => <ShellList filter={{ rollout }} />,
  }
  return <div className="flex min-h-0 flex-1 flex-col gap-3 pt-3">{parts[part]()}</div>
}

function useReviewCommands(player: ReviewPlayer, change: QueryChange): void {
  const { t } = useTranslation('history')
  const commands = useMemo((): readonly PaletteCommand[] => {
    const group = t('palette.group')
    return [
      { id: 'review-play', label: t('palette.play'), group, icon: Film, run: () => player.toggle() },
      ...reviewParts.map((part) => ({
        id: `review-${part}`,
        label: t('palette.part', { part: t(`review.${part}`) }),
        group,
        run: () => change({ part }),
      })),
    ]
  }, [t, player, change])
  useCommands(commands)
}
