import { X } from 'lucide-react'
import { Dialog as Radix } from 'radix-ui'
import { useRef, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { IconButton } from './button'
import { cn } from './cn'

type DialogProps = {
  readonly isOpen: boolean
  readonly onClose: () => void
  readonly title: ReactNode
  readonly description?: ReactNode
  /** Buttons, the forward one last. */
  readonly footer?: ReactNode
  readonly children?: ReactNode
  readonly className?: string
}

/** Where the keyboard begins: at the first field, or at the dialog itself; never at the cross, whose tooltip would pop up. */
function focusFirstField(event: Event): void {
  event.preventDefault()
  const content = event.currentTarget as HTMLElement
  const field = content.querySelector<HTMLElement>('[data-body] :is(input, textarea, select):not([tabindex="-1"])')
  const isUsable = field !== null && field.offsetParent !== null
  ;(isUsable ? field : content).focus()
}

/** What has the focus now; of an entry of a menu, the button that opened the menu, since the entry is about to go. */
function focusedThing(): Element | null {
  const active = document.activeElement
  const opener = active?.closest('[role=menu]')?.getAttribute('aria-labelledby')
  return opener ? document.getElementById(opener) : active
}

/** The way back for the keyboard: closing leads to where the focus was. The library knows it only of dialogs with a trigger. */
function useReturnFocus(isOpen: boolean): (event: Event) => void {
  const from = useRef<Element | null>(null)
  const wasOpen = useRef(false)
  // while it is drawn, since a field that takes the focus by itself does so before any effect
  if (isOpen && !wasOpen.current) from.current = focusedThing()
  wasOpen.current = isOpen
  return (event) => {
    event.preventDefault()
    if (from.current instanceof HTMLElement && from.current.isConnected) from.current.focus()
  }
}

const overlay = 'animate-appear fixed inset-0 z-40 bg-black/55'

/** A question or a form above the page. Escape and the cross close it; focus returns to where it was. */
export function Dialog({ isOpen, onClose, title, description, footer, children, className }: DialogProps) {
  const returnFocus = useReturnFocus(isOpen)
  return (
    <Radix.Root open={isOpen} onOpenChange={(open) => (open ? undefined : onClose())}>
      <Radix.Portal>
        <Radix.Overlay className={overlay} />
        <Radix.Content
          onOpenAutoFocus={focusFirstField}
          onCloseAutoFocus={returnFocus}
          className={cn(
            'animate-appear fixed top-1/2 left-1/2 z-40 flex max-h-[86vh] w-[min(34rem,calc(100vw-2rem))] -translate-x-1/2 -translate-y-1/2 flex-col rounded-lg border border-line-strong bg-surface shadow-float focus:outline-none',
            className,
          )}
          {...(description === undefined ? { 'aria-describedby': undefined } : {})}
        >
          <header className="flex items-start justify-between gap-4 px-5 pt-4 pb-3">
            <div className="min-w-0">
              <Radix.Title className="text-base font-semibold">{title}</Radix.Title>
              {description === undefined ? null : (
                <Radix.Description className="mt-1 text-sm text-muted">{description}</Radix.Description>
              )}
            </div>
            <CloseButton />
          </header>
          {children === undefined ? null : (
            <div data-body className="min-h-0 flex-1 overflow-y-auto px-5 pb-4">
              {children}
            </div>
          )}
          {footer === undefined ? null : (
            <footer className="flex justify-end gap-2 border-t border-line px-5 py-3">{footer}</footer>
          )}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  )
}

/** A part of the page that slides in from the right, for details of one thing. The page behind stays usable. */
export function Sheet({ isOpen, onClose, title, description, footer, children, className }: DialogProps) {
  const returnFocus = useReturnFocus(isOpen)
  return (
    <Radix.Root open={isOpen} onOpenChange={(open) => (open ? undefined : onClose())} modal={false}>
      <Radix.Portal>
        <Radix.Content
          onOpenAutoFocus={focusFirstField}
          onCloseAutoFocus={returnFocus}
          onInteractOutside={(event) => event.preventDefault()}
          className={cn(
            'animate-appear fixed inset-y-0 right-0 z-30 flex w-[min(30rem,92vw)] flex-col border-l border-line-strong bg-surface shadow-float focus:outline-none',
            className,
          )}
          {...(description === undefined ? { 'aria-describedby': undefined } : {})}
        >
          <header className="flex items-start justify-between gap-4 border-b border-line px-4 py-3">
            <div className="min-w-0">
              <Radix.Title className="truncate text-base font-semibold">{title}</Radix.Title>
              {description === undefined ? null : (
                <Radix.Description className="text-xs text-muted">{description}</Radix.Description>
              )}
            </div>
            <CloseButton />
          </header>
          <div className="min-h-0 flex-1 overflow-y-auto p-4">{children}</div>
          {footer === undefined ? null : (
            <footer className="flex flex-wrap justify-end gap-2 border-t border-line px-4 py-3">{footer}</footer>
          )}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  )
}

function CloseButton() {
  const { t } = useTranslation()
  return (
    <Radix.Close asChild>
      <IconButton icon={X} label={t('action.close')} />
    </Radix.Close>
  )
}
