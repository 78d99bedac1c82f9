import { create } from 'zustand'
import { line } from '../api/line'
import type { LineState } from '../api/transport'

/** The state of the line to the console, for those who show it. */
export const useLine = create<{ readonly state: LineState }>(() => ({ state: line.line }))

line.onLine((state) => useLine.setState({ state }))
