import { useVirtualizer } from '@tanstack/react-virtual'
import i18next from 'i18next'
import { SearchX } from 'lucide-react'
import { useDeferredValue, useEffect, useMemo, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { RecordedEvent } from '../../../shared/domain/rollout-evolve'
import type { RolloutSettings } from '../../../shared/domain/rollout-settings'
import { cn } from '../../ui/cn'
import { formatNumber, formatTime } from '../../ui/format'
import { EmptyNote } from '../../ui/notes'
import { Panel } from '../../ui/panel'
import { SearchInput } from '../../ui/search-input'
import { Select } from '../../ui/select'
import { toneVar } from '../../ui/tone'
import { eventGroups, groupOf, toneOf, type EventGroup } from './event-groups'
import { actorText, eventSentence } from './event-sentence'
import { useCursor, usePlayer } from './review-context'

const rowPx = 26

/** Everything that happened, one line each, with the moment of the review in sight; a line leads to its moment. */
export function EventList({ className }: { readonly className?: string }) {
  const { t } = useTranslation('history')
  const player = usePlayer()
  const count = useCursor((cursor) => cursor.lastSeq)
  const [group, setGroup] = useState<EventGroup | 'all'>('all')
  const [text, setText] = useState('')
  const wanted = useDeferredValue(text)
  const { events } = player.book
  const settings = settingsOf(events)
  const shown = useMemo(
    () => filterEvents(events.slice(0, count), settings, group, wanted),
    [events, count, settings, group, wanted],
  )
  const options = [
    { value: 'all' as const, label: t('events.anyKind') },
    ...eventGroups.map((value) => ({ value, label: t(`events.group.${value}`) })),
  ]
  const aside = (
    <span className="text-2xs text-faint tabular">
      {t('events.count', { shown: formatNumber(shown.length), count: formatNumber(count) })}
    </span>
  )
  return (
    <Panel title={t('events.title')} aside={aside} className={className} bodyClassName="flex flex-col p-0">
      <div className="flex gap-2 border-b border-line p-2">
        <SearchInput
          label={t('events.filter')}
          placeholder={t('events.filter')}
          value={text}
          onChange={setText}
          className="min-w-0 flex-1"
        />
        <Select<EventGroup | 'all'>
          aria-label={t('events.kind')}
          value={group}
          options={options}
          onChange={setGroup}
          className="w-36"
        />
      </div>
      {shown.length === 0 ? (
        <EmptyNote icon={SearchX} title={t('events.none')}>
          {t('events.noneWhat')}
        </EmptyNote>
      ) : (
        <Rows seqs={shown} settings={settings} />
      )}
    </Panel>
  )
}

const settingsOf = (events: readonly RecordedEvent[]): RolloutSettings | undefined => {
  const first = events[0]?.event
  return first?.kind === 'rollout-created' ? first.settings : undefined
}

/** The numbers of the events that are wanted, rising. */
function filterEvents(
  events: readonly RecordedEvent[],
  settings: RolloutSettings | undefined,
  group: EventGroup | 'all',
  text: string,
): readonly number[] {
  const words = text.toLowerCase().trim()
  const seqs: number[] = []
  for (const [index, recorded] of events.entries()) {
    if (group !== 'all' && groupOf(recorded.event) !== group) continue
    if (words !== '' && !searchText(recorded, settings).includes(words)) continue
    seqs.push(index + 1)
  }
  return seqs
}

/** What is searched of an event; made once for each language. */
const searchTexts = new WeakMap<RecordedEvent, { readonly language: string; readonly text: string }>()

function searchText(recorded: RecordedEvent, settings: RolloutSettings | undefined): string {
  const { language } = i18next
  const known = searchTexts.get(recorded)
  if (known?.language === language) return known.text
  const text = `${eventSentence(recorded, settings)} ${actorText(recorded.actor)}`.toLowerCase()
  searchTexts.set(recorded, { language, text })
  return text
}

/** How many of the wanted events had happened. */
function countUntil(seqs: readonly number[], seq: number): number {
  let [low, high] = [0, seqs.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if (seqs[middle]! <= seq) low = middle + 1
    else high = middle
  }
  return low
}

function Rows({
  seqs,
  settings,
}: {
  readonly seqs: readonly number[]
  readonly settings: RolloutSettings | undefined
}) {
  const { t } = useTranslation('history')
  const player = usePlayer()
  const seq = useCursor((cursor) => cursor.seq)
  const scroller = useRef<HTMLDivElement>(null)
  const current = countUntil(seqs, seq) - 1
  const virtual = useVirtualizer({
    count: seqs.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowPx,
    overscan: 8,
  })
  useEffect(() => {
    // the moment stays in the middle: what led to it above, what came of it below
    if (current >= 0) virtual.scrollToIndex(current, { align: 'center' })
  }, [current, virtual])
  return (
    <div
      ref={scroller}
      role="listbox"
      aria-label={t('events.label')}
      tabIndex={0}
      className="min-h-0 flex-1 overflow-auto focus-visible:outline-offset-[-2px]"
    >
      <div className="relative" style={{ height: virtual.getTotalSize() }}>
        {virtual.getVirtualItems().map(({ index, start }) => {
          const at = seqs[index]!
          return (
            <EventRow
              key={at}
              recorded={player.book.events[at - 1]!}
              settings={settings}
              isCurrent={index === current}
              isAhead={at > seq}
              top={start}
              onGo={() => {
                player.pause()
                player.goTo(at)
              }}
            />
          )
        })}
      </div>
    </div>
  )
}

type EventRowProps = {
  readonly recorded: RecordedEvent
  readonly settings: RolloutSettings | undefined
  readonly isCurrent: boolean
  /** Had not happened yet at the moment of the review. */
  readonly isAhead: boolean
  readonly top: number
  readonly onGo: () => void
}

function EventRow({ recorded, settings, isCurrent, isAhead, top, onGo }: EventRowProps) {
  const tone = isAhead ? undefined : toneOf(recorded.event)
  const sentence = eventSentence(recorded, settings)
  return (
    <div
      role="option"
      tabIndex={-1}
      aria-selected={isCurrent}
      title={sentence}
      onClick={onGo}
      className={cn(
        'absolute inset-x-0 flex cursor-pointer items-center gap-2 px-3 text-xs hover:bg-hover',
        isCurrent && 'bg-accent-bg',
        isAhead && 'text-faint',
      )}
      style={{ height: rowPx, transform: `translateY(${top}px)` }}
    >
      <span className="shrink-0 font-mono text-2xs text-faint">{formatTime(recorded.atMs)}</span>
      <span
        aria-hidden
        className="size-1.5 shrink-0 rounded-full"
        style={{ background: tone ? toneVar(tone) : 'var(--line-strong)' }}
      />
      <span className="min-w-0 truncate" style={tone ? { color: toneVar(tone) } : undefined}>
        {sentence}
      </span>
    </div>
  )
}
