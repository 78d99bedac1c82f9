import { useVirtualizer } from '@tanstack/react-virtual'
import { Check, Plus, X } from 'lucide-react'
import { useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { WireHost } from '../../../shared/ipc/requests/inventory-requests'
import { Button } from '../../ui/button'
import { cn } from '../../ui/cn'
import { Popover } from '../../ui/popover'
import { SearchInput } from '../../ui/search-input'

const rowHeight = 32
/** More chips than this say no more than their number does. */
const mostChips = 24

/** Hosts that are left out, chosen from a list that can be searched. */
export function HostPicker({
  hosts,
  chosen,
  onChange,
}: {
  readonly hosts: readonly WireHost[]
  readonly chosen: readonly string[]
  readonly onChange: (chosen: readonly string[]) => void
}) {
  const { t } = useTranslation('newLaunch')
  const toggle = (name: string) =>
    onChange(chosen.includes(name) ? chosen.filter((each) => each !== name) : [...chosen, name])
  return (
    <div className="flex flex-wrap items-center gap-1.5">
      <Popover
        label={t('picker.title')}
        trigger={
          <Button size="sm" icon={Plus}>
            {chosen.length === 0 ? t('picker.leaveOut') : t('picker.leftOut', { count: chosen.length })}
          </Button>
        }
      >
        <HostOptions hosts={hosts} chosen={new Set(chosen)} onToggle={toggle} />
      </Popover>
      {chosen.slice(0, mostChips).map((name) => (
        <button
          key={name}
          type="button"
          aria-label={t('picker.takeBack', { host: name })}
          onClick={() => toggle(name)}
          className="inline-flex h-6 items-center gap-1 rounded-sm border border-grey-line bg-grey-bg px-1.5 font-mono text-2xs text-grey-fg hover:text-fg"
        >
          {name}
          <X aria-hidden size={12} />
        </button>
      ))}
      {chosen.length > mostChips ? (
        <span className="text-xs text-muted">{t('picker.more', { count: chosen.length - mostChips })}</span>
      ) : null}
    </div>
  )
}

function HostOptions({
  hosts,
  chosen,
  onToggle,
}: {
  readonly hosts: readonly WireHost[]
  readonly chosen: ReadonlySet<string>
  readonly onToggle: (name: string) => void
}) {
  const { t } = useTranslation('newLaunch')
  const [text, setText] = useState('')
  const scroller = useRef<HTMLDivElement>(null)
  const shown = hosts.filter((host) => matches(host, text.trim().toLowerCase()))
  const virtual = useVirtualizer({
    count: shown.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 8,
  })
  return (
    <div className="flex flex-col gap-2">
      <SearchInput
        autoFocus
        value={text}
        onChange={setText}
        label={t('picker.search')}
        placeholder={t('picker.search')}
      />
      <div ref={scroller} role="group" aria-label={t('picker.title')} className="h-64 overflow-y-auto">
        {shown.length === 0 ? <p className="py-6 text-center text-xs text-faint">{t('picker.none')}</p> : null}
        <div className="relative" style={{ height: virtual.getTotalSize() }}>
          {virtual.getVirtualItems().map(({ index, start }) => {
            const host = shown[index]
            if (!host) return null
            const isChosen = chosen.has(host.name)
            return (
              <button
                key={host.name}
                type="button"
                role="checkbox"
                aria-checked={isChosen}
                onClick={() => onToggle(host.name)}
                className="absolute inset-x-0 flex items-center gap-2 rounded-sm px-2 text-left text-sm hover:bg-hover focus-visible:outline-offset-[-2px]"
                style={{ height: rowHeight, transform: `translateY(${start}px)` }}
              >
                <span
                  aria-hidden
                  className={cn(
                    'flex size-4 shrink-0 items-center justify-center rounded-sm border border-line-strong bg-sunken',
                    isChosen && 'border-accent-solid bg-accent-solid text-accent-fg',
                  )}
                >
                  {isChosen ? <Check size={12} strokeWidth={3} /> : null}
                </span>
                <span className="min-w-0 truncate font-mono text-xs">{host.name}</span>
                <span className="ml-auto shrink-0 text-2xs text-faint">
                  {[host.labels['zone'], host.version].filter(Boolean).join(' · ')}
                </span>
              </button>
            )
          })}
        </div>
      </div>
    </div>
  )
}

const matches = ({ name, address, labels, version }: WireHost, text: string) =>
  text === '' ||
  [name, address, version ?? '', ...Object.entries(labels).map((label) => label.join('='))].some((each) =>
    each.toLowerCase().includes(text),
  )
