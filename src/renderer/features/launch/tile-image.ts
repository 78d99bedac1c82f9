import { stepNames } from '../../../shared/domain/lifecycle'
import type { Tone } from '../../ui/tone'
import type { TileShape, TileView } from './tile-model'

/** Part of a mark: the square with its glyph, or what lies over it. */
type Part = Exclude<TileShape, 'filling'> | `filling-${number}` | 'out' | 'muted'
type ColorOf = (tone: Tone, part?: 'fg' | 'bg' | 'line') => string

const tones: Readonly<Record<TileShape, Tone>> = {
  hollow: 'slate',
  filling: 'blue',
  undoing: 'orange',
  pause: 'orange',
  check: 'green',
  cross: 'red',
  hatch: 'grey',
}

/** In a box of 20 × 20, as all of it. */
const glyphs: Readonly<Record<TileShape, string>> = {
  hollow: '',
  filling: '',
  check: 'M6.6 10.4 9 12.8 13.6 7.6',
  cross: 'M7 7 13 13M13 7 7 13',
  pause: 'M8 7V13M12 7V13',
  undoing: 'M12.8 12.5C12.8 8.6 8.6 8 7 9.4M7 6.8V9.6H9.8',
  hatch: 'M4.5 11.5 11.5 4.5M5 16 16 5M9.5 16.2 16.2 9.5',
}

/** The square inside of the ring. */
const left = 3
const side = 14

function drawSquare(shape: TileShape, fill: number, color: ColorOf): string {
  const tone = tones[shape]
  const edge = color(tone, shape === 'hollow' || shape === 'hatch' ? 'line' : 'fg')
  const full = (side - 2) * fill
  return [
    `<rect x="${left}" y="${left}" width="${side}" height="${side}" rx="2.5" fill="${color(tone, 'bg')}" stroke="${edge}" stroke-width="1.25"/>`,
    `<rect x="${left + 1}" y="${left + side - 1 - full}" width="${side - 2}" height="${full}" fill="${color(tone)}" opacity=".75"/>`,
    `<path d="${glyphs[shape]}" fill="none" stroke="${color(tone)}" stroke-width="${shape === 'hatch' ? 1.1 : 1.9}" stroke-linecap="round" stroke-linejoin="round"/>`,
  ].join('')
}

const drawOut = (color: ColorOf) =>
  `<rect x=".75" y=".75" width="18.5" height="18.5" rx="4" fill="none" stroke="${color('orange')}" stroke-width="1.25" stroke-dasharray="2.6 2"/>`

const drawMuted = (color: ColorOf, surface: string) =>
  `<circle cx="16" cy="4" r="4" fill="${surface}"/><path d="M14 5.4H18M14.6 5.4V3.8A1.4 1.4 0 0 1 17.4 3.8V5.4M13.7 6.6 18.3 1.6" fill="none" stroke="${color('grey')}" stroke-width="1" stroke-linecap="round"/>`

/** All parts, as SVG without its frame. Pure. */
function drawParts(color: ColorOf, surface: string): readonly (readonly [Part, string])[] {
  const { filling: _, ...whole } = tones
  return [
    ...(Object.keys(whole) as Exclude<TileShape, 'filling'>[]).map(
      (shape) => [shape, drawSquare(shape, 0, color)] as const,
    ),
    ...Array.from(
      { length: stepNames.length + 1 },
      (_none, done) => [`filling-${done}`, drawSquare('filling', done / stepNames.length, color)] as const,
    ),
    ['out', drawOut(color)],
    ['muted', drawMuted(color, surface)],
  ]
}

/**
 * Keep the pictures of the marks as variables of the document, in the colours of its theme, now and whenever that changes. An
 * SVG element in each of a thousand tiles costs Chromium some 25 ms of every frame, as each has a clip and a transform of its own.
 * Called once.
 */
export function installTileImages(): void {
  const root = document.documentElement
  const draw = () => {
    const style = getComputedStyle(root)
    const token = (name: string) => style.getPropertyValue(`--${name}`).trim()
    for (const [part, content] of drawParts((tone, of = 'fg') => token(`${tone}-${of}`), token('surface'))) {
      const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 20 20">${content}</svg>`
      root.style.setProperty(`--tile-${part}`, `url("data:image/svg+xml,${encodeURIComponent(svg)}")`)
    }
  }
  draw()
  new MutationObserver(draw).observe(root, { attributes: true, attributeFilter: ['class'] })
}

/** The mark of a tile as `background-image`: a shape for each state, a dashed ring for out of traffic, a crossed bell for muted. Pure. */
export function tileImage({ shape, fill, isOut, isMuted }: TileView): string {
  const square = shape === 'filling' ? (`filling-${Math.round(fill * stepNames.length)}` as const) : shape
  const parts: Part[] = [...(isMuted ? ['muted' as const] : []), ...(isOut ? ['out' as const] : []), square]
  return parts.map((part) => `var(--tile-${part})`).join(', ')
}
