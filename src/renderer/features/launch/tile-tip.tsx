import { useEffect, useState, type RefObject } from 'react'
import { createPortal } from 'react-dom'
import { useTranslation } from 'react-i18next'
import { useRolloutHost } from '../../stores/rollouts'
import { formatDuration } from '../../ui/format'
import { useNow } from '../../ui/use-now'
import { hostWords } from './tile-words'

type Pointed = { readonly host: string; readonly x: number; readonly y: number }

/** One tooltip for all tiles: a thousand of them would cost more than everything else on the page. */
export function TileTip({ area }: { readonly area: RefObject<HTMLElement | null> }) {
  const [pointed, setPointed] = useState<Pointed>()
  useEffect(() => {
    const element = area.current
    if (!element) return
    const point = ({ target }: Event) => {
      const tile = target instanceof Element ? target.closest<HTMLElement>('[data-host]') : null
      const host = tile?.dataset['host']
      if (!tile || host === undefined) return setPointed(undefined)
      const { left, width, top } = tile.getBoundingClientRect()
      setPointed({ host, x: left + width / 2, y: top })
    }
    const leave = () => setPointed(undefined)
    element.addEventListener('pointerover', point)
    element.addEventListener('focusin', point)
    element.addEventListener('pointerleave', leave)
    element.addEventListener('focusout', leave)
    element.addEventListener('scroll', leave, true)
    return () => {
      element.removeEventListener('pointerover', point)
      element.removeEventListener('focusin', point)
      element.removeEventListener('pointerleave', leave)
      element.removeEventListener('focusout', leave)
      element.removeEventListener('scroll', leave, true)
    }
  }, [area])
  return pointed ? createPortal(<Tip {...pointed} />, document.body) : null
}

function Tip({ host: name, x, y }: Pointed) {
  const { t } = useTranslation('launch')
  const host = useRolloutHost(name)
  const nowMs = useNow(1_000)
  if (!host) return null
  const step = host.step === undefined ? undefined : host.steps[host.step]
  const tookMs = step?.durationMs ?? (step?.startedAtMs === undefined ? undefined : nowMs - step.startedAtMs)
  return (
    <div
      aria-hidden
      className="pointer-events-none fixed z-50 max-w-96 -translate-x-1/2 -translate-y-full rounded-md border border-line-strong bg-raised px-2.5 py-1.5 text-xs shadow-float"
      style={{ left: Math.min(Math.max(x, 100), window.innerWidth - 100), top: y - 6 }}
    >
      <p className="font-mono font-medium">{name}</p>
      <p className="text-muted">{hostWords(host).join(' · ')}</p>
      {tookMs === undefined ? null : (
        <p className="tabular text-muted">{t('tip.step', { time: formatDuration(tookMs) })}</p>
      )}
      {host.failure ? <p className="line-clamp-3 text-red-fg">{host.failure.reason}</p> : null}
      {host.excludedBecause ? <p className="text-muted">{host.excludedBecause}</p> : null}
    </div>
  )
}
