import { cva, type VariantProps } from 'class-variance-authority'
import type { LucideIcon } from 'lucide-react'
import type { ComponentProps, ReactNode } from 'react'
import { cn } from './cn'
import { Hint } from './hint'

const look = cva(
  'inline-flex shrink-0 select-none items-center justify-center gap-2 rounded-md font-medium whitespace-nowrap transition-colors duration-100 disabled:cursor-not-allowed disabled:opacity-50 aria-disabled:cursor-not-allowed aria-disabled:opacity-50',
  {
    variants: {
      tone: {
        /** Forward. At most two buttons of a page are primary or danger. */
        primary: 'bg-accent-solid text-accent-fg hover:bg-accent-solid-hover',
        danger: 'bg-danger-solid text-white hover:bg-danger-solid-hover',
        plain: 'border border-line-strong bg-raised text-fg hover:bg-hover',
        quiet: 'text-muted hover:bg-hover hover:text-fg',
        warn: 'border border-orange-line bg-orange-bg text-orange-fg hover:brightness-110',
      },
      size: {
        sm: 'h-7 px-2.5 text-xs',
        md: 'h-8 px-3 text-sm',
        lg: 'h-10 px-4 text-base',
      },
    },
    defaultVariants: { tone: 'plain', size: 'md' },
  },
)

export type ButtonProps = ComponentProps<'button'> &
  VariantProps<typeof look> & {
    readonly icon?: LucideIcon | undefined
    /** Under way: no second click. The caller says what and how far in the label. */
    readonly isBusy?: boolean
    /** Why it cannot be pressed now; it can still be focused, so that everybody can read the reason. */
    readonly disabledBecause?: string | undefined
  }

/** A button that says what it will do. */
export function Button({ tone, size, icon: Icon, isBusy, disabledBecause, className, children, ...rest }: ButtonProps) {
  const isOff = disabledBecause !== undefined || isBusy === true
  const button = (
    <button
      type="button"
      {...rest}
      {...(isOff ? { onClick: (event) => event.preventDefault() } : {})}
      aria-disabled={isOff || undefined}
      aria-busy={isBusy || undefined}
      className={cn(look({ tone, size }), className)}
    >
      {Icon ? <Icon aria-hidden size={size === 'lg' ? 18 : 15} strokeWidth={2} /> : null}
      {children}
    </button>
  )
  return disabledBecause === undefined ? button : <Hint text={disabledBecause}>{button}</Hint>
}

export type IconButtonProps = Omit<ButtonProps, 'children' | 'icon'> & {
  readonly icon: LucideIcon
  /** For screen readers and the tooltip. */
  readonly label: string
  readonly children?: ReactNode
}

/** A button with a picture only; its label is its name and its tooltip. */
export function IconButton({ icon: Icon, label, size = 'sm', tone = 'quiet', className, ...rest }: IconButtonProps) {
  const button = (
    <button
      type="button"
      {...rest}
      aria-label={label}
      className={cn(look({ tone, size }), size === 'sm' ? 'w-7 px-0' : 'w-8 px-0', className)}
    >
      <Icon aria-hidden size={16} strokeWidth={2} />
    </button>
  )
  return <Hint text={label}>{button}</Hint>
}
