import { useEffect, useState } from 'react'

/** The time (UTC ms), again and again; `everyMs` of 0 stands still. */
export function useNow(everyMs = 1_000): number {
  const [nowMs, setNowMs] = useState(() => Date.now())
  useEffect(() => {
    if (everyMs <= 0) return
    const timer = window.setInterval(() => setNowMs(Date.now()), everyMs)
    return () => window.clearInterval(timer)
  }, [everyMs])
  return nowMs
}
