import { cloneElement, useId, type ComponentProps, type ReactElement, type ReactNode } from 'react'
import { cn } from './cn'

type Described = {
  readonly id?: string
  readonly 'aria-describedby'?: string | undefined
  readonly 'aria-invalid'?: boolean | undefined
}

/** A control with its name, what it is for, and what is wrong with it. */
export function Field({
  label,
  hint,
  error,
  className,
  children,
}: {
  readonly label: ReactNode
  readonly hint?: ReactNode
  readonly error?: ReactNode
  readonly className?: string
  readonly children: ReactElement<Described>
}) {
  const id = useId()
  const notes = [error ? `${id}-error` : undefined, hint ? `${id}-hint` : undefined].filter(Boolean).join(' ')
  return (
    <div className={cn('flex min-w-0 flex-col gap-1', className)}>
      <label htmlFor={id} className="text-xs font-medium text-muted">
        {label}
      </label>
      {cloneElement(children, { id, 'aria-describedby': notes || undefined, 'aria-invalid': error ? true : undefined })}
      {error ? (
        <p id={`${id}-error`} role="alert" className="text-xs whitespace-pre-line text-red-fg">
          {error}
        </p>
      ) : null}
      {hint ? (
        <p id={`${id}-hint`} className="text-xs text-faint">
          {hint}
        </p>
      ) : null}
    </div>
  )
}

const box =
  'w-full min-w-0 rounded-md border border-line-strong bg-sunken px-2.5 text-sm text-fg placeholder:text-faint aria-invalid:border-red-line disabled:opacity-60'

export function TextInput({ className, ...rest }: ComponentProps<'input'>) {
  return <input type="text" autoComplete="off" spellCheck={false} {...rest} className={cn(box, 'h-8', className)} />
}

export function TextArea({ className, ...rest }: ComponentProps<'textarea'>) {
  return <textarea spellCheck={false} rows={3} {...rest} className={cn(box, 'py-1.5', className)} />
}
