import { useEffect, useRef, useState } from 'react'
import { Button, type ButtonProps } from './button'

/** Long enough not to happen by accident, short enough for an emergency. */
export const holdMs = 700

/** A button that has to be held (mouse, Enter or Space) until it is full. */
export function HoldButton({ onHeld, children, ...rest }: ButtonProps & { readonly onHeld: () => void }) {
  const [isHeld, setIsHeld] = useState(false)
  const timer = useRef<number | undefined>(undefined)
  const start = () => {
    if (timer.current !== undefined || rest.disabledBecause !== undefined || rest.isBusy) return
    setIsHeld(true)
    timer.current = window.setTimeout(() => {
      stop()
      onHeld()
    }, holdMs)
  }
  const stop = () => {
    window.clearTimeout(timer.current)
    timer.current = undefined
    setIsHeld(false)
  }
  useEffect(() => () => window.clearTimeout(timer.current), [])
  return (
    <Button
      {...rest}
      onPointerDown={start}
      onPointerUp={stop}
      onPointerLeave={stop}
      onBlur={stop}
      onKeyDown={(event) => {
        if (event.key !== 'Enter' && event.key !== ' ') return
        event.preventDefault()
        start()
      }}
      onKeyUp={stop}
      className="relative overflow-hidden"
    >
      <span
        aria-hidden
        className="absolute inset-0 origin-left bg-white/25"
        style={{ transform: `scaleX(${isHeld ? 1 : 0})`, transition: isHeld ? `transform ${holdMs}ms linear` : 'none' }}
      />
      {children}
    </Button>
  )
}
