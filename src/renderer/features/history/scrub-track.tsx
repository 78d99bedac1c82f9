import { memo, useMemo, useRef, type KeyboardEvent, type PointerEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { cn } from '../../ui/cn'
import { formatDuration, formatTime } from '../../ui/format'
import { toneText, toneVar } from '../../ui/tone'
import { markLooks, markText } from './mark-look'
import { lengthOf } from './quiet-stretches'
import { useCursor, usePlayer } from './review-context'
import { placeMarks, type PlacedMark } from './track-marks'

/** Marks stand no nearer than this share of the track: 20 px at 1,100. */
const markGap = 0.018

/** The whole time of a rollout as a line: drag, or use the arrow keys; marks show where something was decided or went wrong. */
export function ScrubTrack() {
  const { t } = useTranslation('history')
  const player = usePlayer()
  const track = useRef<HTMLDivElement>(null)
  const seq = useCursor((cursor) => cursor.seq)
  const lastSeq = useCursor((cursor) => cursor.lastSeq)
  const atMs = useCursor((cursor) => cursor.atMs)
  const place = player.book.scale.at(atMs)
  const drag = (event: PointerEvent<HTMLDivElement>) => {
    const box = track.current?.getBoundingClientRect()
    if (!box || event.buttons !== 1) return
    player.pause()
    player.goToMoment(player.book.scale.momentAt((event.clientX - box.left) / box.width))
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const page = { PageUp: -1, PageDown: 1 }[event.key]
    if (page === undefined) return
    event.preventDefault()
    player.toMark(page === 1 ? 1 : -1)
  }
  return (
    <div className="relative">
      <Marks key={lastSeq} />
      <div
        ref={track}
        role="slider"
        tabIndex={0}
        aria-label={t('scrub.label')}
        aria-valuemin={1}
        aria-valuemax={lastSeq}
        aria-valuenow={seq}
        aria-valuetext={t('scrub.value', { time: formatTime(atMs), seq, count: lastSeq })}
        onPointerDown={(event) => {
          event.currentTarget.setPointerCapture(event.pointerId)
          drag(event)
        }}
        onPointerMove={drag}
        onKeyDown={onKeyDown}
        className="relative h-5 cursor-pointer touch-none rounded-sm border border-line bg-sunken"
      >
        <div className="absolute inset-y-0 left-0 rounded-l-sm bg-accent-bg" style={{ width: `${place * 100}%` }} />
        <Quiet key={lastSeq} />
        <div
          className="absolute -inset-y-1 w-0.5 -translate-x-1/2 rounded-full bg-accent"
          style={{ left: `${place * 100}%` }}
        >
          <span className="absolute top-1/2 left-1/2 size-3 -translate-1/2 rounded-full border-2 border-surface bg-accent" />
        </div>
      </div>
    </div>
  )
}

/** Stretches in which nothing ran: hatched, since they are drawn short. */
const Quiet = memo(function Quiet() {
  const { t } = useTranslation('history')
  const { scale } = usePlayer().book
  return scale.quiet.map((stretch) => (
    <span
      key={stretch.fromMs}
      title={t('scrub.quiet', { time: formatDuration(lengthOf(stretch)) })}
      className="absolute inset-y-0"
      style={{
        left: `${scale.at(stretch.fromMs) * 100}%`,
        width: `${(scale.at(stretch.toMs) - scale.at(stretch.fromMs)) * 100}%`,
        backgroundImage: quietHatch,
      }}
    />
  ))
})

export const quietHatch = 'repeating-linear-gradient(135deg, var(--line-strong) 0 1px, transparent 1px 5px)'

const Marks = memo(function Marks() {
  const { i18n } = useTranslation('history')
  const player = usePlayer()
  const { scale, marks } = player.book
  const shown = useMemo(
    () => placeMarks(marks, (atMs) => scale.at(atMs), markGap),
    // the list of marks grows in place
    [marks, scale, i18n.language],
  )
  return (
    <div className="relative h-5">
      {shown.map((placed) => (
        <MarkButton
          key={placed.mark.seq}
          placed={placed}
          onGo={() => {
            player.pause()
            player.goTo(placed.mark.seq)
          }}
        />
      ))}
    </div>
  )
})

function MarkButton({ placed, onGo }: { readonly placed: PlacedMark; readonly onGo: () => void }) {
  const { t } = useTranslation('history')
  const { mark, count, place, drawnAt } = placed
  const { icon: Icon, tone } = markLooks[mark.kind]
  const what = markText(mark)
  const label = count > 1 ? t('scrub.more', { count, what }) : what
  return (
    <>
      <button
        type="button"
        tabIndex={-1}
        title={`${formatTime(mark.atMs)}  ${label}`}
        aria-label={label}
        onClick={onGo}
        className={cn(
          'absolute bottom-1 flex size-4 -translate-x-1/2 items-center justify-center rounded-sm hover:bg-hover',
          toneText[tone],
        )}
        style={{ left: `${drawnAt * 100}%` }}
      >
        <Icon aria-hidden size={12} strokeWidth={2.5} />
      </button>
      <span
        aria-hidden
        className="absolute bottom-0 h-1 w-px"
        style={{ left: `${place * 100}%`, background: toneVar(tone) }}
      />
    </>
  )
}
