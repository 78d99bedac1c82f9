import { ArrowDown, ArrowUp, ChevronRight, GripVertical, Trash2 } from 'lucide-react'
import { useId, useState } from 'react'
import { useFormContext, useWatch } from 'react-hook-form'
import { useTranslation } from 'react-i18next'
import { Badge } from '../../ui/badge'
import { IconButton } from '../../ui/button'
import { cn } from '../../ui/cn'
import { itemIcons } from '../../ui/plan/checklist-preview'
import { ItemFields } from './item-fields'
import type { ChecklistForm } from './item-form'
import { StatsLine } from './stats-line'
import type { ItemStats } from './proposals'

/** What is dragged: the place of the item in the list. */
const dragType = 'application/x-lastmile-item'

/** One item in the list: its line, and its fields while it is open. Moved by dragging, or by its buttons. */
export function ItemRow({
  index,
  count,
  stats,
  isProposed,
  isOpen,
  onToggle,
  onMove,
  onDrop,
  onRemove,
}: {
  readonly index: number
  readonly count: number
  readonly stats: ItemStats | undefined
  readonly isProposed: boolean
  readonly isOpen: boolean
  readonly onToggle: (isOpen: boolean) => void
  readonly onMove: (to: number) => void
  /** Another item was dropped here. */
  readonly onDrop: (from: number) => void
  readonly onRemove: () => void
}) {
  const { t } = useTranslation('checklists')
  const { control, formState } = useFormContext<ChecklistForm>()
  const item = useWatch({ control, name: `items.${index}` })
  const [isDragged, setIsDragged] = useState(false)
  const [isTarget, setIsTarget] = useState(false)
  const id = useId()
  if (!item) return null
  const Icon = itemIcons[item.kind]
  const isWrong = formState.errors.items?.[index] !== undefined
  const name = item.ask.trim() || item.id
  return (
    <li
      draggable={isDragged}
      onDragStart={(event) => {
        event.dataTransfer.setData(dragType, `${index}`)
        event.dataTransfer.effectAllowed = 'move'
      }}
      onDragEnd={() => setIsDragged(false)}
      onDragOver={(event) => {
        if (!event.dataTransfer.types.includes(dragType)) return
        event.preventDefault()
        setIsTarget(true)
      }}
      onDragLeave={() => setIsTarget(false)}
      onDrop={(event) => {
        setIsTarget(false)
        const from = Number(event.dataTransfer.getData(dragType))
        if (Number.isInteger(from) && from !== index) onDrop(from)
      }}
      className={cn(
        'rounded-lg border border-line bg-surface',
        isDragged && 'opacity-60',
        isTarget && 'border-accent',
        isWrong && 'border-red-line',
      )}
    >
      <div className="flex items-center gap-1 py-1 pr-1.5 pl-1">
        <span
          aria-hidden
          title={t('item.drag')}
          onPointerDown={() => setIsDragged(true)}
          onPointerUp={() => setIsDragged(false)}
          className="cursor-grab rounded-sm p-1.5 text-faint hover:text-fg"
        >
          <GripVertical size={15} />
        </span>
        <button
          type="button"
          aria-expanded={isOpen}
          aria-controls={id}
          onClick={() => onToggle(!isOpen)}
          className="flex min-w-0 flex-1 items-center gap-2.5 rounded-md px-1 py-1.5 text-left"
        >
          <ChevronRight
            aria-hidden
            size={14}
            className={cn('shrink-0 text-faint transition-transform duration-100', isOpen && 'rotate-90')}
          />
          <Icon aria-hidden size={15} className="shrink-0 text-muted" />
          <span className="min-w-0">
            <span className={cn('block truncate text-sm', item.ask.trim() === '' && 'text-faint')}>
              {item.ask.trim() || t('item.noAsk')}
            </span>
            <StatsLine stats={stats} />
          </span>
        </button>
        {isWrong ? <Badge tone="red">{t('item.wrong')}</Badge> : null}
        {isProposed ? <Badge tone="amber">{t('item.neverUseful')}</Badge> : null}
        {item.isBlocking ? null : <Badge tone="grey">{t('item.advisory')}</Badge>}
        <IconButton
          icon={ArrowUp}
          label={t('item.up', { item: name })}
          aria-disabled={index === 0 || undefined}
          onClick={() => (index > 0 ? onMove(index - 1) : undefined)}
        />
        <IconButton
          icon={ArrowDown}
          label={t('item.down', { item: name })}
          aria-disabled={index === count - 1 || undefined}
          onClick={() => (index < count - 1 ? onMove(index + 1) : undefined)}
        />
        <IconButton icon={Trash2} label={t('item.remove', { item: name })} onClick={onRemove} />
      </div>
      {isOpen ? (
        <div id={id} className="border-t border-line px-4 pt-3 pb-4">
          <ItemFields index={index} item={item} />
        </div>
      ) : null}
    </li>
  )
}
