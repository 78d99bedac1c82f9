import { createContext, useContext, useEffect, useState } from 'react'
import { useStore } from 'zustand'
import type { HostState, RolloutState } from '../../shared/domain/rollout-state'
import { line } from '../api/line'
import { RolloutFeed, type FeedState } from './rollout-feed'

/** A feed that nobody looks at is kept for a while: people go to the board and come back. */
const keepMs = 60_000

type Kept = { readonly feed: RolloutFeed; viewers: number; timer: number | undefined }
const kept = new Map<string, Kept>()

function take(rollout: string): RolloutFeed {
  const known = kept.get(rollout)
  if (known) {
    window.clearTimeout(known.timer)
    known.viewers += 1
    return known.feed
  }
  const feed = new RolloutFeed(line, rollout)
  kept.set(rollout, { feed, viewers: 1, timer: undefined })
  feed.open()
  return feed
}

function giveBack(rollout: string): void {
  const known = kept.get(rollout)
  if (!known) return
  known.viewers -= 1
  if (known.viewers > 0) return
  known.timer = window.setTimeout(() => {
    known.feed.close()
    kept.delete(rollout)
  }, keepMs)
}

/** The feed of a rollout while the component lives. */
export function useFeed(rollout: string): RolloutFeed {
  const [feed, setFeed] = useState(() => peek(rollout))
  useEffect(() => {
    setFeed(take(rollout))
    return () => giveBack(rollout)
  }, [rollout])
  return feed.rollout === rollout ? feed : peek(rollout)
}

/** A feed to render with before the effect has taken it: the kept one, or one that is not opened. */
function peek(rollout: string): RolloutFeed {
  return kept.get(rollout)?.feed ?? new RolloutFeed(line, rollout)
}

/** What the parts of a rollout page need of a feed: the live one, or one that stands at an earlier moment (review). */
export type Feed = Pick<RolloutFeed, 'rollout' | 'store'>

/** The feed that a page is about; its parts select from it. */
export const FeedContext = createContext<Feed | undefined>(undefined)

function useFeedContext(): Feed {
  const feed = useContext(FeedContext)
  if (!feed) throw new Error('a part of a rollout page stands outside of its FeedContext')
  return feed
}

/** Part of the feed's state; renders again only when that part is another. */
export function useFeedState<Part>(select: (state: FeedState) => Part): Part {
  return useStore(useFeedContext().store, select)
}

/** Part of the rollout's state. Only where the page has made sure that the journal was read. */
export function useRollout<Part>(select: (state: RolloutState) => Part): Part {
  return useFeedState(({ rollout }) => {
    if (!rollout) throw new Error('the journal was not read yet')
    return select(rollout)
  })
}

/** One host; a tile renders again only when its own host changed. */
export const useRolloutHost = (name: string): HostState | undefined =>
  useRollout(({ hosts }) => hosts[name as HostState['name']])
