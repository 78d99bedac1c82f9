import { useTranslation } from 'react-i18next'
import type { FileProblem } from '../../../shared/errors/invalid-file'

/** What is to be corrected in a text; a click leads there. */
export function ProblemList({
  problems,
  onOpen,
}: {
  readonly problems: readonly FileProblem[]
  readonly onOpen: (problem: FileProblem) => void
}) {
  const { t } = useTranslation('fleet')
  return (
    <div role="alert" className="flex flex-col gap-1">
      <p className="text-xs font-medium text-red-fg">{t('file.problems', { count: problems.length })}</p>
      <ul className="divide-y divide-line rounded-md border border-red-line bg-red-bg">
        {problems.map((problem) => (
          <li key={`${problem.line}:${problem.column} ${problem.path} ${problem.message}`}>
            <button
              type="button"
              onClick={() => onOpen(problem)}
              className="flex w-full items-baseline gap-3 px-2.5 py-1.5 text-left text-xs hover:bg-hover"
            >
              <span className="shrink-0 font-mono text-red-fg tabular">{`${problem.line}:${problem.column}`}</span>
              <span className="min-w-0 break-words">
                {problem.path === '' ? null : <span className="font-mono text-muted">{`${problem.path} `}</span>}
                {problem.message}
              </span>
            </button>
          </li>
        ))}
      </ul>
    </div>
  )
}
