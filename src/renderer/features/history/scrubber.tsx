import { ChevronFirst, ChevronLast, Pause, Play, StepBack, StepForward } from 'lucide-react'
import { useMemo } from 'react'
import { useHotkeys } from 'react-hotkeys-hook'
import { useTranslation } from 'react-i18next'
import { IconButton, Button } from '../../ui/button'
import { formatNumber, formatStopwatch, formatTime } from '../../ui/format'
import { Segmented } from '../../ui/segmented'
import { speeds, type Speed } from './replay-clock'
import { useCursor, usePlayer } from './review-context'
import type { ReviewPlayer } from './review-player'
import { ScrubTrack } from './scrub-track'

/** Where a key would type or choose something of its own. */
const busyTargets = 'input, textarea, select, [role=tab], [role=radio], [role=menuitem], [role=option], .xterm *'

/** Goes through a rollout: to any moment, event by event, or as it happened, faster. */
export function Scrubber() {
  const { t } = useTranslation('history')
  const player = usePlayer()
  const isPlaying = useCursor((cursor) => cursor.isPlaying)
  const speed = useCursor((cursor) => cursor.speed)
  useScrubKeys(player)
  const options = useMemo(
    () => speeds.map((each) => ({ value: String(each), label: t('scrub.times', { speed: each }) })),
    [t],
  )
  return (
    <section
      aria-label={t('scrub.region')}
      className="flex shrink-0 flex-col gap-1.5 rounded-lg border border-line bg-surface px-3 pt-2 pb-2.5"
    >
      <div className="flex flex-wrap items-center gap-1">
        <IconButton icon={ChevronFirst} label={t('scrub.first')} onClick={() => player.goTo(1)} />
        <IconButton icon={StepBack} label={t('scrub.previous')} onClick={() => player.step(-1)} />
        <Button size="sm" icon={isPlaying ? Pause : Play} onClick={() => player.toggle()} className="w-22">
          {isPlaying ? t('scrub.pause') : t('scrub.play')}
        </Button>
        <IconButton icon={StepForward} label={t('scrub.next')} onClick={() => player.step(1)} />
        <IconButton icon={ChevronLast} label={t('scrub.last')} onClick={() => player.goTo(player.book.lastSeq)} />
        <Segmented
          label={t('scrub.speed')}
          value={String(speed)}
          options={options}
          onChange={(value) => player.setSpeed(Number(value) as Speed)}
          className="ml-2 h-7"
        />
        <p className="ml-3 hidden text-2xs text-faint xl:block">{t('scrub.keys')}</p>
        <Where />
      </div>
      <ScrubTrack />
    </section>
  )
}

/** The moment in numbers: the clock then, how long after the start, and which event was the last. */
function Where() {
  const { t } = useTranslation('history')
  const player = usePlayer()
  const seq = useCursor((cursor) => cursor.seq)
  const count = useCursor((cursor) => cursor.lastSeq)
  const second = useCursor(({ atMs }) => Math.floor(atMs / 1_000) * 1_000)
  return (
    <p className="ml-auto flex items-baseline gap-4 text-xs text-muted tabular">
      <span>{t('scrub.event', { seq: formatNumber(seq), count: formatNumber(count) })}</span>
      <span>{t('scrub.into', { time: formatStopwatch(second - player.book.scale.fromMs) })}</span>
      <span className="font-mono text-sm font-medium text-fg">{formatTime(second)}</span>
    </p>
  )
}

/** Space and the arrows work wherever the focus is, unless it is where they mean something else. */
function useScrubKeys(player: ReviewPlayer): void {
  const run = (event: KeyboardEvent) => {
    if (event.target instanceof Element && event.target.matches(busyTargets)) return
    if (event.key === ' ' && event.target instanceof Element && event.target.matches('button, a')) return
    // a list or a chart that has the focus moves within itself
    if (event.defaultPrevented) return
    const by = event.key === 'ArrowLeft' ? -1 : 1
    if (event.key === ' ') player.toggle()
    else if (event.key === 'Home') player.goTo(1)
    else if (event.key === 'End') player.goTo(player.book.lastSeq)
    else if (event.shiftKey) player.toMark(by)
    else player.step(by)
    event.preventDefault()
  }
  useHotkeys('left, right, shift+left, shift+right, space, home, end', run, [player])
}
