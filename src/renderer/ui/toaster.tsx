import { X } from 'lucide-react'
import { Toast } from 'radix-ui'
import { useTranslation } from 'react-i18next'
import { create } from 'zustand'
import { Button, IconButton } from './button'
import { cn } from './cn'
import { describeError } from './describe-error'
import { toneBox, type Tone } from './tone'

type Message = {
  readonly id: number
  readonly tone: Tone
  readonly text: string
  readonly action?: { readonly label: string; readonly run: () => void } | undefined
}

const useMessages = create<{ readonly messages: readonly Message[] }>(() => ({ messages: [] }))
let lastId = 0

/** Say something that needs no answer. Failures of a form or a button belong beside it (`ErrorNote`), not here. */
export function toast(text: string, options: { readonly tone?: Tone; readonly action?: Message['action'] } = {}): void {
  lastId += 1
  const message = { id: lastId, tone: options.tone ?? 'slate', text, action: options.action }
  useMessages.setState(({ messages }) => ({ messages: [...messages.slice(-3), message] }))
}

/** Tell a failure that has no place of its own. */
export const toastError = (error: unknown): void => toast(describeError(error), { tone: 'red' })

const dismiss = (id: number) =>
  useMessages.setState(({ messages }) => ({ messages: messages.filter((message) => message.id !== id) }))

/** A failure stays until it is read. */
const shownMs = 6_000

export function Toaster() {
  const { t } = useTranslation()
  const messages = useMessages((state) => state.messages)
  return (
    <Toast.Provider swipeDirection="right">
      {messages.map(({ id, tone, text, action }) => (
        <Toast.Root
          key={id}
          duration={tone === 'red' ? Number.POSITIVE_INFINITY : shownMs}
          onOpenChange={(isOpen) => (isOpen ? undefined : dismiss(id))}
          className={cn(
            'animate-appear flex items-start gap-3 rounded-lg border px-3 py-2.5 shadow-float',
            toneBox[tone],
          )}
        >
          <Toast.Description className="min-w-0 flex-1 text-sm break-words whitespace-pre-line">
            {text}
          </Toast.Description>
          {action ? (
            <Toast.Action altText={action.label} asChild>
              <Button size="sm" onClick={action.run}>
                {action.label}
              </Button>
            </Toast.Action>
          ) : null}
          <Toast.Close asChild>
            <IconButton icon={X} label={t('action.close')} />
          </Toast.Close>
        </Toast.Root>
      ))}
      <Toast.Viewport className="fixed right-4 bottom-4 z-50 flex w-96 max-w-[calc(100vw-2rem)] flex-col gap-2" />
    </Toast.Provider>
  )
}
