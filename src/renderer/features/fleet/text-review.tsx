import { useMemo, useRef, type ReactNode } from 'react'
import { DiffView } from '../../ui/diff-view'
import { ErrorNote, LoadingNote } from '../../ui/notes'
import { CodeArea, type CodeAreaHandle } from './code-area'
import { offsetOf, problemsOf } from './file-problems'
import { ProblemList } from './problem-list'

type Change = Parameters<typeof DiffView>[0]['changes'][number]

/** A text on the left; on the right what it would change, or what is to be corrected in it. */
export function TextReview({
  text,
  onText,
  label,
  changes,
  error,
  isAsking,
  asking,
  empty,
  above,
}: {
  readonly text: string
  readonly onText: (text: string) => void
  readonly label: string
  readonly changes: readonly Change[] | undefined
  /** The console's refusal of the text, or of storing it. */
  readonly error: unknown
  readonly isAsking: boolean
  /** What is being asked, for the note while it lasts. */
  readonly asking: string
  /** On the right, before there is a text. */
  readonly empty: string
  readonly above?: ReactNode
}) {
  const area = useRef<CodeAreaHandle>(null)
  const problems = useMemo(() => problemsOf(error), [error])
  const badLines = useMemo(() => new Set(problems.map(({ line }) => line)), [problems])
  return (
    <div className="grid h-[62vh] min-h-0 grid-cols-1 gap-4 md:grid-cols-[minmax(0,1.2fr)_minmax(0,1fr)]">
      <div className="flex min-h-0 flex-col gap-2">
        {above}
        <CodeArea ref={area} label={label} value={text} onChange={onText} badLines={badLines} className="flex-1" />
      </div>
      <div className="min-h-0 overflow-y-auto">
        {text.trim() === '' ? (
          <p className="text-sm text-muted">{empty}</p>
        ) : problems.length > 0 ? (
          <ProblemList
            problems={problems}
            onOpen={({ line, column }) => area.current?.select(offsetOf(text, line, column))}
          />
        ) : error ? (
          <ErrorNote error={error} />
        ) : changes ? (
          <DiffView changes={changes} />
        ) : isAsking ? (
          <LoadingNote what={asking} />
        ) : null}
      </div>
    </div>
  )
}
