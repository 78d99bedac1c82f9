import { useState, type KeyboardEvent, type PointerEvent } from 'react'
import { useTranslation } from 'react-i18next'

const storageKey = 'lastmile.dock-height'
const leastPx = 120
const stepPx = 24

const mostPx = () => Math.max(leastPx, Math.round(window.innerHeight * 0.7))
const within = (heightPx: number) => Math.min(mostPx(), Math.max(leastPx, Math.round(heightPx)))

/** The height of the dock, remembered in this browser. */
export function useDockHeight(): readonly [number, (heightPx: number) => void] {
  const [heightPx, setHeightPx] = useState(() => {
    const kept = Number(window.localStorage.getItem(storageKey))
    return within(kept > 0 ? kept : window.innerHeight * 0.28)
  })
  const change = (next: number) => {
    setHeightPx(within(next))
    window.localStorage.setItem(storageKey, String(within(next)))
  }
  return [heightPx, change]
}

/** The edge that makes the dock higher or lower, by pointer or by arrow keys. */
export function DockHandle({
  heightPx,
  onChange,
}: {
  readonly heightPx: number
  readonly onChange: (heightPx: number) => void
}) {
  const { t } = useTranslation('launch')
  const press = (event: KeyboardEvent) => {
    const by = { ArrowUp: stepPx, ArrowDown: -stepPx }[event.key]
    if (by === undefined) return
    event.preventDefault()
    onChange(heightPx + by)
  }
  const drag = (event: PointerEvent<HTMLDivElement>) => {
    if (event.currentTarget.hasPointerCapture(event.pointerId)) onChange(window.innerHeight - event.clientY - barPx)
  }
  return (
    <div
      role="separator"
      aria-orientation="horizontal"
      aria-label={t('dock.resize')}
      aria-valuenow={heightPx}
      aria-valuemin={leastPx}
      aria-valuemax={mostPx()}
      tabIndex={0}
      onKeyDown={press}
      onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
      onPointerMove={drag}
      className="-mt-1 h-1.5 cursor-row-resize hover:bg-accent-bg focus-visible:bg-accent-bg"
    />
  )
}

/** The bar between the edge and the panes. */
const barPx = 36
