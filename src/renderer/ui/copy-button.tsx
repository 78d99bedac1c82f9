import { Check, Copy } from 'lucide-react'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { IconButton } from './button'
import { toastError } from './toaster'

/** Long enough to be seen, short enough to copy again. */
const shownMs = 2_000

/** Puts a text on the clipboard, and says that it did. */
export function CopyButton({ text, label }: { readonly text: string; readonly label: string }) {
  const { t } = useTranslation()
  const [isDone, setIsDone] = useState(false)
  useEffect(() => {
    if (!isDone) return
    const timer = window.setTimeout(() => setIsDone(false), shownMs)
    return () => window.clearTimeout(timer)
  }, [isDone])
  const copy = () => void navigator.clipboard.writeText(text).then(() => setIsDone(true), toastError)
  return (
    <>
      <IconButton icon={isDone ? Check : Copy} label={isDone ? t('action.copied') : label} onClick={copy} />
      <span role="status" className="sr-only">
        {isDone ? t('action.copied') : ''}
      </span>
    </>
  )
}
