import { Check, Minus } from 'lucide-react'
import { Checkbox as Radix, Switch as RadixSwitch } from 'radix-ui'
import type { ReactNode } from 'react'
import { useId } from 'react'
import { cn } from './cn'

type CheckProps = {
  readonly isChecked: boolean
  readonly onChange: (isChecked: boolean) => void
  readonly label: ReactNode
  readonly hint?: ReactNode
  readonly isDisabled?: boolean
  readonly className?: string
}

/** A yes that is given by ticking; Space ticks. */
export function CheckBox({ isChecked, onChange, label, hint, isDisabled, className }: CheckProps) {
  const id = useId()
  return (
    <div className={cn('flex items-start gap-2', className)}>
      <Radix.Root
        id={id}
        checked={isChecked}
        disabled={isDisabled}
        onCheckedChange={(state) => onChange(state === true)}
        className="mt-0.5 flex size-4 shrink-0 items-center justify-center rounded-sm border border-line-strong bg-sunken data-[state=checked]:border-accent-solid data-[state=checked]:bg-accent-solid disabled:opacity-50"
      >
        <Radix.Indicator>
          <Check aria-hidden size={12} strokeWidth={3} className="text-accent-fg" />
        </Radix.Indicator>
      </Radix.Root>
      <div className="min-w-0">
        <label htmlFor={id} className="text-sm">
          {label}
        </label>
        {hint ? <p className="text-xs text-faint">{hint}</p> : null}
      </div>
    </div>
  )
}

/** Something that is on or off at once. */
export function Switch({ isChecked, onChange, label, hint, isDisabled, className }: CheckProps) {
  const id = useId()
  return (
    <div className={cn('flex items-center justify-between gap-4', className)}>
      <div className="min-w-0">
        <label htmlFor={id} className="text-sm">
          {label}
        </label>
        {hint ? <p className="text-xs text-faint">{hint}</p> : null}
      </div>
      <RadixSwitch.Root
        id={id}
        checked={isChecked}
        disabled={isDisabled}
        onCheckedChange={onChange}
        className="h-5 w-9 shrink-0 rounded-full border border-line-strong bg-sunken p-px transition-colors data-[state=checked]:border-accent-solid data-[state=checked]:bg-accent-solid"
      >
        <RadixSwitch.Thumb className="block size-4 rounded-full bg-faint transition-transform data-[state=checked]:translate-x-4 data-[state=checked]:bg-white" />
      </RadixSwitch.Root>
    </div>
  )
}

/** A box without text beside it, such as before a row of a table. A click on it is no click on what it stands in. The browser's own: tables have many. */
export function CheckMark({
  isChecked,
  onChange,
  label,
  isReachable = true,
}: {
  readonly isChecked: boolean | 'indeterminate'
  readonly onChange: (isChecked: boolean) => void
  /** For screen readers. */
  readonly label: string
  /** Whether Tab stops here. */
  readonly isReachable?: boolean
}) {
  const Mark = isChecked === 'indeterminate' ? Minus : Check
  return (
    <span className="relative flex size-4 shrink-0">
      <input
        ref={(box) => {
          if (box) box.indeterminate = isChecked === 'indeterminate'
        }}
        type="checkbox"
        checked={isChecked === true}
        aria-label={label}
        tabIndex={isReachable ? 0 : -1}
        onClick={(event) => event.stopPropagation()}
        onChange={(event) => onChange(event.target.checked)}
        className="size-4 cursor-pointer appearance-none rounded-sm border border-line-strong bg-sunken checked:border-accent-solid checked:bg-accent-solid indeterminate:border-accent-solid indeterminate:bg-accent-solid"
      />
      {isChecked === false ? null : (
        <Mark
          aria-hidden
          size={12}
          strokeWidth={3}
          className="pointer-events-none absolute top-0.5 left-0.5 text-accent-fg"
        />
      )}
    </span>
  )
}
