import { toneVar, type Tone } from '../../ui/tone'
import type { TileShape, TileView } from './tile-model'

const tones: Readonly<Record<TileShape, Tone>> = {
  hollow: 'slate',
  filling: 'blue',
  undoing: 'orange',
  pause: 'orange',
  check: 'green',
  cross: 'red',
  hatch: 'grey',
}

/** The square inside of the ring, in a box of 20 × 20. */
const left = 3
const side = 14

/** A host's mark: a shape for each state, a dashed ring for out of traffic, a crossed bell for muted. */
export function TileMark({ view, size }: { readonly view: TileView; readonly size: number }) {
  const { shape, fill, isOut, isMuted } = view
  const tone = tones[shape]
  return (
    <svg aria-hidden width={size} height={size} viewBox="0 0 20 20" className="block">
      <rect
        x={left}
        y={left}
        width={side}
        height={side}
        rx={2.5}
        fill={toneVar(tone, 'bg')}
        stroke={toneVar(tone, shape === 'hollow' || shape === 'hatch' ? 'line' : 'fg')}
        strokeWidth={1.25}
      />
      {shape === 'filling' ? (
        <rect
          x={left + 1}
          y={left + 1 + (side - 2) * (1 - fill)}
          width={side - 2}
          height={(side - 2) * fill}
          fill={toneVar(tone, 'fg')}
          opacity={0.75}
        />
      ) : null}
      <Glyph shape={shape} />
      {isOut ? (
        <rect
          x={0.75}
          y={0.75}
          width={18.5}
          height={18.5}
          rx={4}
          fill="none"
          stroke={toneVar('orange')}
          strokeWidth={1.25}
          strokeDasharray="2.6 2"
        />
      ) : null}
      {isMuted ? <Bell /> : null}
    </svg>
  )
}

function Glyph({ shape }: { readonly shape: TileShape }) {
  const line = { fill: 'none', stroke: toneVar(tones[shape]), strokeWidth: 1.9, strokeLinecap: 'round' as const }
  switch (shape) {
    case 'check':
      return <path d="M6.6 10.4 9 12.8 13.6 7.6" strokeLinejoin="round" {...line} />
    case 'cross':
      return <path d="M7 7 13 13M13 7 7 13" {...line} />
    case 'pause':
      return <path d="M8 7V13M12 7V13" {...line} />
    case 'undoing':
      return <path d="M12.8 12.5C12.8 8.6 8.6 8 7 9.4M7 6.8V9.6H9.8" strokeLinejoin="round" {...line} />
    case 'hatch':
      return <path d="M4.5 11.5 11.5 4.5M5 16 16 5M9.5 16.2 16.2 9.5" {...line} strokeWidth={1.1} />
    case 'hollow':
    case 'filling':
      return null
  }
}

function Bell() {
  return (
    <g>
      <circle cx={16} cy={4} r={4} fill="var(--surface)" />
      <path
        d="M14 5.4H18M14.6 5.4V3.8A1.4 1.4 0 0 1 17.4 3.8V5.4M13.7 6.6 18.3 1.6"
        fill="none"
        stroke={toneVar('grey')}
        strokeWidth={1}
        strokeLinecap="round"
      />
    </g>
  )
}
