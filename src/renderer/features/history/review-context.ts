import { createContext, useContext, useEffect, useState } from 'react'
import { useStore } from 'zustand'
import { useFeed } from '../../stores/rollouts'
import { ReviewPlayer, type Cursor } from './review-player'

/** The player of the review that a component is part of. */
export const PlayerContext = createContext<ReviewPlayer | undefined>(undefined)

export function usePlayer(): ReviewPlayer {
  const player = useContext(PlayerContext)
  if (!player) throw new Error('a part of a review stands outside of its PlayerContext')
  return player
}

/** Part of where the review stands. */
export function useCursor<Part>(select: (cursor: Cursor) => Part): Part {
  return useStore(usePlayer().cursor, select)
}

/** The journal of a rollout, read once and as it grows, and the way through it. */
export function useReview(rollout: string) {
  const feed = useFeed(rollout)
  const state = useStore(feed.store)
  const [player] = useState(() => new ReviewPlayer(rollout))
  useEffect(() => player.take(state), [player, state])
  usePlaying(player)
  // the player takes the journal after it was drawn once
  const isReady = useStore(player.cursor, ({ seq }) => seq > 0) && state.isComplete
  return { player, state, isReady }
}

/** A page that was hidden goes on where it was instead of jumping. */
const longestFrameMs = 100

function usePlaying(player: ReviewPlayer): void {
  const isPlaying = useStore(player.cursor, (cursor) => cursor.isPlaying)
  useEffect(() => {
    if (!isPlaying) return
    let lastMs = performance.now()
    let frame = requestAnimationFrame(function draw(nowMs) {
      player.passTime(Math.min(longestFrameMs, Math.max(0, nowMs - lastMs)))
      lastMs = nowMs
      if (player.cursor.getState().isPlaying) frame = requestAnimationFrame(draw)
    })
    return () => cancelAnimationFrame(frame)
  }, [player, isPlaying])
}
