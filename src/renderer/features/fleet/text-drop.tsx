import { Upload } from 'lucide-react'
import { useRef, useState } from 'react'
import { Button } from '../../ui/button'
import { cn } from '../../ui/cn'
import { ErrorNote } from '../../ui/notes'

/** A place to drop a text file, or to choose one by a button. */
export function TextDrop({
  label,
  hint,
  accept,
  onText,
  className,
}: {
  /** Of the button. */
  readonly label: string
  readonly hint?: string
  /** Endings the file dialog offers: `.yml,.yaml` */
  readonly accept?: string
  readonly onText: (text: string, fileName: string) => void
  readonly className?: string
}) {
  const input = useRef<HTMLInputElement>(null)
  const [isOver, setIsOver] = useState(false)
  const [error, setError] = useState<unknown>()
  const read = (file: File | undefined) => {
    setError(undefined)
    file?.text().then((text) => onText(text, file.name), setError)
  }
  return (
    <div
      onDragOver={(event) => {
        event.preventDefault()
        setIsOver(true)
      }}
      onDragLeave={() => setIsOver(false)}
      onDrop={(event) => {
        event.preventDefault()
        setIsOver(false)
        read(event.dataTransfer.files[0])
      }}
      className={cn(
        'flex flex-wrap items-center gap-x-3 gap-y-2 rounded-md border border-dashed border-line-strong p-3',
        isOver && 'border-accent bg-accent-bg',
        className,
      )}
    >
      <Button icon={Upload} onClick={() => input.current?.click()}>
        {label}
      </Button>
      {hint === undefined ? null : <span className="min-w-0 flex-1 text-xs text-faint">{hint}</span>}
      <input
        ref={input}
        type="file"
        accept={accept}
        aria-label={label}
        tabIndex={-1}
        className="sr-only"
        onChange={(event) => {
          read(event.target.files?.[0])
          // the same file may be chosen again after it was corrected
          event.target.value = ''
        }}
      />
      <ErrorNote error={error} className="w-full" />
    </div>
  )
}
