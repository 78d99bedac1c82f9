import { useVirtualizer } from '@tanstack/react-virtual'
import { useEffect, useMemo, useRef, useState, type KeyboardEvent } from 'react'
import { useTranslation } from 'react-i18next'
import type { HostState } from '../../../shared/domain/rollout-state'
import { cn } from '../../ui/cn'
import { hostMarks } from '../../ui/marks'
import { SearchInput } from '../../ui/search-input'
import { toneText } from '../../ui/tone'

const rowPx = 28

/** One of the hosts of a rollout, of any number; arrow keys or J and K move. */
export function HostPicker({
  hosts,
  chosen,
  onChoose,
}: {
  readonly hosts: readonly HostState[]
  readonly chosen: string | undefined
  readonly onChoose: (name: string) => void
}) {
  const { t } = useTranslation('history')
  const { t: common } = useTranslation()
  const [text, setText] = useState('')
  const scroller = useRef<HTMLDivElement>(null)
  const shown = useMemo(() => {
    const wanted = text.trim().toLowerCase()
    return hosts.filter(({ name }) => name.toLowerCase().includes(wanted))
  }, [hosts, text])
  const current = shown.findIndex(({ name }) => name === chosen)
  const virtual = useVirtualizer({
    count: shown.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowPx,
    overscan: 10,
  })
  useEffect(() => {
    if (current >= 0) virtual.scrollToIndex(current)
  }, [current, virtual])
  const onKeyDown = (event: KeyboardEvent) => {
    const keys = { ArrowDown: 1, j: 1, ArrowUp: -1, k: -1 }
    const by = Object.hasOwn(keys, event.key) ? keys[event.key as keyof typeof keys] : undefined
    const next = by === undefined ? undefined : shown[Math.max(0, Math.min(shown.length - 1, current + by))]
    if (!next) return
    event.preventDefault()
    onChoose(next.name)
  }
  return (
    <div className="flex min-h-0 flex-col rounded-lg border border-line bg-surface">
      <div className="border-b border-line p-2">
        <SearchInput label={t('log.filter')} placeholder={t('log.filter')} value={text} onChange={setText} />
      </div>
      <div
        ref={scroller}
        role="listbox"
        aria-label={t('log.hosts')}
        tabIndex={0}
        onKeyDown={onKeyDown}
        className="min-h-0 flex-1 overflow-y-auto focus-visible:outline-offset-[-2px]"
      >
        <div className="relative" style={{ height: virtual.getTotalSize() }}>
          {virtual.getVirtualItems().map(({ index, start }) => {
            const { name, status } = shown[index]!
            const { icon: Icon, tone } = hostMarks[status]
            return (
              <div
                key={name}
                role="option"
                aria-selected={name === chosen}
                aria-label={`${name}: ${common(`hostStatus.${status}`)}`}
                onClick={() => onChoose(name)}
                className={cn(
                  'absolute inset-x-0 flex cursor-pointer items-center gap-2 px-3 text-xs hover:bg-hover',
                  name === chosen && 'bg-accent-bg',
                )}
                style={{ height: rowPx, transform: `translateY(${start}px)` }}
              >
                <Icon aria-hidden size={12} strokeWidth={2.5} className={cn('shrink-0', toneText[tone])} />
                <span className="min-w-0 truncate font-mono">{name}</span>
              </div>
            )
          })}
        </div>
      </div>
    </div>
  )
}
