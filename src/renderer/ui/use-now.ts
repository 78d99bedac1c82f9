import { createContext, useContext, useEffect, useState } from 'react'

/** The time that counts below here (UTC ms), where a page shows an earlier moment; undefined: the clock's. */
export const MomentContext = createContext<number | undefined>(undefined)

/** The time (UTC ms), again and again; `everyMs` of 0 stands still. On a page of an earlier moment it is that moment. */
export function useNow(everyMs = 1_000): number {
  const momentMs = useContext(MomentContext)
  const [nowMs, setNowMs] = useState(() => Date.now())
  const isFollowing = everyMs > 0 && momentMs === undefined
  useEffect(() => {
    if (!isFollowing) return
    const timer = window.setInterval(() => setNowMs(Date.now()), everyMs)
    return () => window.clearInterval(timer)
  }, [everyMs, isFollowing])
  return momentMs ?? nowMs
}
