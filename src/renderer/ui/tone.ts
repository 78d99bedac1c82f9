/** Tones of states (console.md, "States and their marks"); a tone is never the only sign. */
export type Tone = 'slate' | 'blue' | 'amber' | 'violet' | 'green' | 'red' | 'orange' | 'grey'

/** Whole class names, so that Tailwind finds them. */
export const toneText: Readonly<Record<Tone, string>> = {
  slate: 'text-slate-fg',
  blue: 'text-blue-fg',
  amber: 'text-amber-fg',
  violet: 'text-violet-fg',
  green: 'text-green-fg',
  red: 'text-red-fg',
  orange: 'text-orange-fg',
  grey: 'text-grey-fg',
}

/** Text, surface and border together. */
export const toneBox: Readonly<Record<Tone, string>> = {
  slate: 'text-slate-fg bg-slate-bg border-slate-line',
  blue: 'text-blue-fg bg-blue-bg border-blue-line',
  amber: 'text-amber-fg bg-amber-bg border-amber-line',
  violet: 'text-violet-fg bg-violet-bg border-violet-line',
  green: 'text-green-fg bg-green-bg border-green-line',
  red: 'text-red-fg bg-red-bg border-red-line',
  orange: 'text-orange-fg bg-orange-bg border-orange-line',
  grey: 'text-grey-fg bg-grey-bg border-grey-line',
}

/** CSS variables, for SVG and canvas. */
export const toneVar = (tone: Tone, part: 'fg' | 'bg' | 'line' = 'fg'): string => `var(--${tone}-${part})`
