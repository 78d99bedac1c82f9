import { Plus, X } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { batchSizeOf } from '../../../shared/domain/batch-size'
import { amount } from '../../../shared/domain/spec-fields'
import { IconButton } from '../../ui/button'
import { cn } from '../../ui/cn'
import { isAmount } from './strategy-form'

/** The sizes of the batches, each to be edited in place. Enter or a comma adds one, Backspace in an empty one removes it. */
export function BatchChips({
  sizes,
  total,
  onChange,
}: {
  readonly sizes: readonly string[]
  /** Hosts of the cluster, for what a percentage comes to. */
  readonly total: number
  readonly onChange: (sizes: readonly string[]) => void
}) {
  const { t } = useTranslation('newLaunch')
  const list = useRef<HTMLUListElement>(null)
  const [focusAt, setFocusAt] = useState<number>()
  useEffect(() => {
    if (focusAt === undefined) return
    list.current?.querySelectorAll('input')[focusAt]?.select()
    setFocusAt(undefined)
  }, [focusAt, sizes])
  const replace = (at: number, text: string) => onChange(sizes.map((size, index) => (index === at ? text : size)))
  const add = (at: number) => {
    onChange(sizes.toSpliced(at, 0, sizes[at - 1] ?? '1'))
    setFocusAt(at)
  }
  const remove = (at: number) => {
    onChange(sizes.toSpliced(at, 1))
    setFocusAt(Math.max(0, at - 1))
  }
  return (
    <ul ref={list} aria-label={t('how.batches')} className="flex flex-wrap items-center gap-1.5">
      {sizes.map((size, at) => (
        <Chip
          // chips have no identity but their place
          key={at}
          text={size}
          label={t('how.batchSize', { number: at + 1 })}
          removeLabel={t('how.removeSize', { size })}
          hosts={hostsOf(size, total)}
          isLast={at === sizes.length - 1}
          isOnly={sizes.length === 1}
          onChange={(text) => replace(at, text)}
          onAdd={() => add(at + 1)}
          onRemove={() => remove(at)}
        />
      ))}
      <li>
        <IconButton icon={Plus} tone="plain" label={t('how.addSize')} onClick={() => add(sizes.length)} />
      </li>
    </ul>
  )
}

function hostsOf(text: string, total: number): number | undefined {
  const parsed = amount.safeParse(text)
  if (!parsed.success || total === 0 || 'hosts' in parsed.data || parsed.data.percent === 0) return undefined
  return batchSizeOf(parsed.data, total)
}

type ChipProps = {
  readonly text: string
  readonly label: string
  readonly removeLabel: string
  readonly hosts: number | undefined
  readonly isLast: boolean
  readonly isOnly: boolean
  readonly onChange: (text: string) => void
  readonly onAdd: () => void
  readonly onRemove: () => void
}

function Chip({ text, label, removeLabel, hosts, isLast, isOnly, onChange, onAdd, onRemove }: ChipProps) {
  const { t } = useTranslation('newLaunch')
  return (
    <li
      className={cn(
        'inline-flex h-7 items-center gap-1 rounded-md border border-line-strong bg-sunken pr-1 pl-2 focus-within:border-focus',
        !isAmount(text) && 'border-red-line',
      )}
    >
      <input
        value={text}
        aria-label={label}
        aria-invalid={!isAmount(text) || undefined}
        spellCheck={false}
        autoComplete="off"
        style={{ width: `${Math.max(2, text.length + 0.5)}ch` }}
        className="bg-transparent font-mono text-sm outline-none"
        onChange={(event) => onChange(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter' || event.key === ',') {
            event.preventDefault()
            onAdd()
          } else if (event.key === 'Backspace' && text === '' && !isOnly) {
            event.preventDefault()
            onRemove()
          }
        }}
      />
      {hosts === undefined ? null : <span className="text-2xs text-faint tabular">{`= ${hosts}`}</span>}
      {isLast ? <span className="text-2xs text-faint">{t('how.repeats')}</span> : null}
      {isOnly ? (
        <span className="w-0.5" />
      ) : (
        <button
          type="button"
          aria-label={removeLabel}
          onClick={onRemove}
          className="rounded-sm p-0.5 text-faint hover:bg-hover hover:text-fg"
        >
          <X aria-hidden size={12} />
        </button>
      )}
    </li>
  )
}
