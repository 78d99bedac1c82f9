import { Bot, Globe, SquareCheck, SquareTerminal, TextCursorInput, type LucideIcon } from 'lucide-react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { ChecklistItem } from '../../../shared/domain/checklist'
import type { PlanWarning } from '../../../shared/domain/plan'
import { itemAsk, itemWhy } from '../engine-text'
import { Hint } from '../hint'

/** The picture of each kind of item. */
export const itemIcons: Readonly<Record<ChecklistItem['kind'], LucideIcon>> = {
  tick: SquareCheck,
  value: TextCursorInput,
  command: SquareTerminal,
  http: Globe,
  builtin: Bot,
}

/** The items of a gate as they will be asked; nothing can be answered here. */
export function ChecklistPreview({
  items,
  warnings,
  note,
}: {
  readonly items: readonly ChecklistItem[]
  /** Of the plan: one of them is why little capacity has to be acknowledged. */
  readonly warnings?: readonly PlanWarning[]
  /** More about one item, under it, inside of a line; what is said of waivers then stands there as well. */
  readonly note?: (item: ChecklistItem) => ReactNode
}) {
  const { t } = useTranslation('newLaunch')
  return (
    <ul>
      {items.map((item, index) => {
        const Icon = itemIcons[item.kind]
        return (
          <li key={`${item.id} ${index}`} className="flex gap-2.5 border-b border-line px-3 py-2 last:border-b-0">
            <Hint text={t(`itemKind.${item.kind}`)}>
              <span className="mt-0.5 shrink-0 text-faint">
                <Icon aria-label={t(`itemKind.${item.kind}`)} size={15} />
              </span>
            </Hint>
            <div className="min-w-0 flex-1">
              <p className="text-sm break-words">{itemAsk(item)}</p>
              <Why text={itemWhy(item, warnings)} />
              {note ? (
                <p className="mt-1 flex flex-wrap items-center gap-x-2 gap-y-1 text-2xs text-faint">
                  {note(item)}
                  <span>{waiver(item, t)}</span>
                </p>
              ) : null}
            </div>
            {note ? null : <span className="shrink-0 text-2xs leading-5 text-faint">{waiver(item, t)}</span>}
          </li>
        )
      })}
    </ul>
  )
}

/** Why an item is there; an address in it can be followed. */
export function Why({ text }: { readonly text: string | undefined }) {
  if (!text) return null
  const [, before = '', url, after = ''] = /^(.*?)(https?:\/\/[^\s<>"]+)(.*)$/su.exec(text) ?? [undefined, text]
  return (
    <p className="text-xs break-words text-muted">
      {before}
      {url ? (
        <a href={url} target="_blank" rel="noreferrer noopener" className="text-accent hover:underline">
          {url}
        </a>
      ) : null}
      {after}
    </p>
  )
}

function waiver({ blocking, waivableBy }: ChecklistItem, t: ReturnType<typeof useTranslation<'newLaunch'>>['t']) {
  if (!blocking) return t('item.advisory')
  if (waivableBy === 'anyone') return t('item.anyone')
  return waivableBy === 'nobody' ? t('item.nobody') : t('item.people', { people: waivableBy.join(', ') })
}
