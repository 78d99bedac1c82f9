import { Minus, Pencil, Plus, type LucideIcon } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { SpecChange } from '../../shared/domain/spec-diff'
import { Badge } from './badge'
import { Button } from './button'
import { cn } from './cn'
import { blockLines, countChanges, inlineValue } from './diff-text'
import { formatNumber } from './format'
import { toneText, type Tone } from './tone'

type Change = Pick<SpecChange, 'kind' | 'path' | 'before' | 'after'>

const marks: Readonly<Record<Change['kind'], { readonly icon: LucideIcon; readonly tone: Tone }>> = {
  added: { icon: Plus, tone: 'green' },
  removed: { icon: Minus, tone: 'red' },
  changed: { icon: Pencil, tone: 'amber' },
}

/** More are shown when somebody wants them: a thousand hosts are mostly the same line. */
const shownAtFirst = 100

/** What a change of the inventory would change: each place with before and after. */
export function DiffView({ changes, className }: { readonly changes: readonly Change[]; readonly className?: string }) {
  const { t } = useTranslation()
  const [isWhole, setIsWhole] = useState(false)
  if (changes.length === 0) return <p className={cn('text-sm text-muted', className)}>{t('diff.none')}</p>
  const shown = isWhole ? changes : changes.slice(0, shownAtFirst)
  return (
    <div className={cn('flex flex-col gap-2', className)}>
      <DiffCounts changes={changes} />
      <ul className="flex flex-col divide-y divide-line rounded-md border border-line bg-sunken">
        {shown.map((change) => (
          <ChangeRow key={`${change.kind} ${change.path}`} change={change} />
        ))}
      </ul>
      {shown.length < changes.length ? (
        <Button size="sm" tone="quiet" className="self-start" onClick={() => setIsWhole(true)}>
          {t('diff.more', { hidden: formatNumber(changes.length - shown.length) })}
        </Button>
      ) : null}
    </div>
  )
}

/** How much is added, changed and removed, in words. */
function DiffCounts({ changes }: { readonly changes: readonly Change[] }) {
  const { t } = useTranslation()
  const counts = countChanges(changes)
  return (
    <p className="flex flex-wrap gap-1.5">
      {(['added', 'changed', 'removed'] as const)
        .filter((kind) => counts[kind] > 0)
        .map((kind) => (
          <Badge key={kind} tone={marks[kind].tone} icon={marks[kind].icon}>
            {t(`diff.${kind}`, { count: counts[kind] })}
          </Badge>
        ))}
    </p>
  )
}

function ChangeRow({ change: { kind, path, before, after } }: { readonly change: Change }) {
  const { t } = useTranslation()
  const { icon: Icon, tone } = marks[kind]
  return (
    <li className="flex items-start gap-2 px-2.5 py-1.5">
      <Icon aria-label={t(`diff.kind.${kind}`)} size={13} className={cn('mt-1 shrink-0', toneText[tone])} />
      <div className="min-w-0 flex-1">
        <p className="font-mono text-xs break-words">{path}</p>
        {kind === 'added' ? null : <Value sign="-" value={before} tone="red" />}
        {kind === 'removed' ? null : <Value sign="+" value={after} tone="green" />}
      </div>
    </li>
  )
}

function Value({ sign, value, tone }: { readonly sign: string; readonly value: unknown; readonly tone: Tone }) {
  const { t } = useTranslation()
  const short = value === undefined ? t('diff.default') : inlineValue(value)
  const look = cn('font-mono text-xs break-words whitespace-pre-wrap', toneText[tone])
  if (short !== undefined) return <p className={look}>{`${sign} ${short}`}</p>
  const lines = blockLines(value)
  return (
    <details className={look} open={lines.length <= 12}>
      <summary className="cursor-default">{`${sign} ${t('diff.lines', { count: lines.length })}`}</summary>
      <pre className="overflow-x-auto py-1 whitespace-pre">{lines.join('\n')}</pre>
    </details>
  )
}
