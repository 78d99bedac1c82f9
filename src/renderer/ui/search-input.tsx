import { Search, X } from 'lucide-react'
import type { ComponentProps } from 'react'
import { useTranslation } from 'react-i18next'
import { cn } from './cn'
import { TextInput } from './field'

type SearchInputProps = Omit<ComponentProps<'input'>, 'onChange' | 'value'> & {
  readonly value: string
  readonly onChange: (text: string) => void
  /** For screen readers. */
  readonly label: string
}

/** A text to look for; Escape empties it. */
export function SearchInput({ value, onChange, label, className, ...rest }: SearchInputProps) {
  const { t } = useTranslation()
  return (
    <div className={cn('relative', className)}>
      <Search
        aria-hidden
        size={14}
        className="pointer-events-none absolute top-1/2 left-2.5 -translate-y-1/2 text-faint"
      />
      <TextInput
        {...rest}
        type="search"
        aria-label={label}
        value={value}
        onChange={(event) => onChange(event.target.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Escape' || value === '') return
          event.stopPropagation()
          onChange('')
        }}
        className="px-8 [&::-webkit-search-cancel-button]:hidden"
      />
      {value === '' ? null : (
        <button
          type="button"
          aria-label={t('action.clear')}
          onClick={() => onChange('')}
          className="absolute top-1/2 right-2 -translate-y-1/2 rounded-sm p-0.5 text-faint hover:text-fg"
        >
          <X aria-hidden size={14} />
        </button>
      )}
    </div>
  )
}
