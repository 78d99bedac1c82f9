import { useId, useImperativeHandle, useRef, type Ref } from 'react'
import { cn } from '../../ui/cn'

export type CodeAreaHandle = {
  /** Put the cursor there and show it. */
  readonly select: (offset: number) => void
}

/** Height of a line in CSS pixels; the numbers beside the text keep to it. */
const lineHeight = 18

/** A text of many lines with their numbers; those with a problem are marked. Tab leaves it, as it does every other control. */
export function CodeArea({
  value,
  onChange,
  label,
  badLines,
  className,
  ref,
}: {
  readonly value: string
  readonly onChange: (text: string) => void
  /** For screen readers. */
  readonly label: string
  /** Counted from 1. */
  readonly badLines: ReadonlySet<number>
  readonly className?: string
  readonly ref?: Ref<CodeAreaHandle>
}) {
  const id = useId()
  const area = useRef<HTMLTextAreaElement>(null)
  const gutter = useRef<HTMLDivElement>(null)
  useImperativeHandle(ref, () => ({
    select: (offset) => {
      const line = value.slice(0, offset).split('\n').length
      area.current?.focus()
      area.current?.setSelectionRange(offset, offset)
      area.current?.scrollTo({ top: Math.max(0, (line - 4) * lineHeight) })
    },
  }))
  const lines = value.split('\n').length
  return (
    <div
      className={cn(
        'flex min-h-0 overflow-hidden rounded-md border border-line-strong bg-sunken font-mono text-xs focus-within:border-accent',
        className,
      )}
      style={{ lineHeight: `${lineHeight}px` }}
    >
      <div
        ref={gutter}
        aria-hidden
        className="shrink-0 overflow-hidden border-r border-line py-2 text-right select-none"
      >
        {Array.from({ length: lines }, (_, index) => (
          <div
            key={index}
            className={cn('pr-2 pl-3 text-faint', badLines.has(index + 1) && 'bg-red-bg font-semibold text-red-fg')}
          >
            {index + 1}
          </div>
        ))}
      </div>
      <textarea
        ref={area}
        id={id}
        aria-label={label}
        aria-invalid={badLines.size > 0 || undefined}
        value={value}
        spellCheck={false}
        wrap="off"
        onChange={(event) => onChange(event.target.value)}
        onScroll={(event) => gutter.current?.scrollTo({ top: event.currentTarget.scrollTop })}
        className="min-w-0 flex-1 resize-none bg-transparent px-3 py-2 whitespace-pre outline-none"
      />
    </div>
  )
}
