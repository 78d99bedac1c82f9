import { useEffect, useState } from 'react'

/** A value once it has stood still for a while. Give values that stay the same object while they mean the same. */
export function useDebounced<Value>(value: Value, waitMs: number): Value {
  const [still, setStill] = useState(value)
  useEffect(() => {
    const timer = window.setTimeout(() => setStill(value), waitMs)
    return () => window.clearTimeout(timer)
  }, [value, waitMs])
  return still
}
