import { X } from 'lucide-react'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useConsole } from '../../api/queries'
import { useRollout } from '../../stores/rollouts'
import { IconButton } from '../../ui/button'
import { formatNumber } from '../../ui/format'
import { ErrorNote, LoadingNote } from '../../ui/notes'
import { SearchInput } from '../../ui/search-input'
import { attemptName } from '../../terminal/terminal-words'
import { useLaunchActions } from './launch-ui'

/** More hits than a person reads; a longer text finds fewer. */
const mostHits = 200
/** Typing is not interrupted by searches for half a word. */
const pauseMs = 250

/** A text in the logs of all hosts of this rollout; a hit opens the pane at its line. */
export function LogSearch() {
  const { t } = useTranslation('launch')
  const ui = useLaunchActions()
  const rollout = useRollout(({ settings }) => settings.rollout)
  const [text, setText] = useState('')
  const [wanted, setWanted] = useState('')
  useEffect(() => {
    const timer = window.setTimeout(() => setWanted(text.trim()), pauseMs)
    return () => window.clearTimeout(timer)
  }, [text])
  const { data, error, isFetching } = useConsole(
    'log:search',
    { text: wanted, rollout, limit: mostHits },
    { enabled: wanted !== '', staleTime: 0 },
  )
  const hits = wanted === '' ? [] : (data ?? [])
  return (
    <aside aria-label={t('search.title')} className="flex w-96 shrink-0 flex-col border-l border-line bg-surface">
      <div className="flex items-center gap-1 border-b border-line p-2">
        <SearchInput
          value={text}
          onChange={setText}
          label={t('search.title')}
          placeholder={t('search.placeholder')}
          autoFocus
          className="flex-1"
        />
        <IconButton icon={X} label={t('search.close')} onClick={() => ui.search(false)} />
      </div>
      <div className="min-h-0 flex-1 overflow-y-auto">
        <ErrorNote error={error} className="m-2 text-xs" />
        {isFetching && hits.length === 0 ? <LoadingNote what={t('search.what')} /> : null}
        <p role="status" className="px-3 py-1.5 text-2xs text-faint empty:hidden">
          {wanted === '' || isFetching
            ? null
            : hits.length >= mostHits
              ? t('search.many', { most: formatNumber(mostHits) })
              : t('search.found', { count: hits.length })}
        </p>
        <ul>
          {hits.map(({ host, step, attempt, line, text: found }) => (
            <li key={`${host} ${step} ${attempt} ${line}`} className="border-b border-line">
              <button
                type="button"
                onClick={() => ui.openLog(host, { step, attempt, line, text: found })}
                className="block w-full px-3 py-1.5 text-left hover:bg-hover focus-visible:outline-offset-[-2px]"
              >
                <span className="flex gap-2 text-2xs text-muted">
                  <span className="font-mono font-medium text-fg">{host}</span>
                  {attemptName(step, attempt)}
                  <span className="tabular ml-auto text-faint">{t('search.line', { line })}</span>
                </span>
                <span className="line-clamp-2 font-mono text-2xs break-all text-muted">
                  <Marked text={found} wanted={wanted} />
                </span>
              </button>
            </li>
          ))}
        </ul>
      </div>
    </aside>
  )
}

function Marked({ text, wanted }: { readonly text: string; readonly wanted: string }) {
  const at = text.toLowerCase().indexOf(wanted.toLowerCase())
  if (at < 0) return text
  const end = at + wanted.length
  return (
    <>
      {text.slice(Math.max(0, at - 60), at)}
      <mark className="rounded-sm bg-amber-bg text-amber-fg">{text.slice(at, end)}</mark>
      {text.slice(end)}
    </>
  )
}
