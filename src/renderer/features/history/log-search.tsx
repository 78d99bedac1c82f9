import { ScrollText, SearchX } from 'lucide-react'
import { useCallback, useEffect, useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'wouter'
import { useConsole } from '../../api/queries'
import { routes } from '../../app/routes'
import { formatDateTime, formatNumber } from '../../ui/format'
import { EmptyNote, ErrorNote, LoadingNote, Note } from '../../ui/notes'
import { SearchInput } from '../../ui/search-input'
import { useDebounced } from '../../ui/use-debounced'
import { HitList } from './hit-list'
import { listLimit } from './list-query'
import { logHref } from './review-links'
import { ResultBadge } from './result-badge'
import { useQuery } from './use-query'

/** More lines than this nobody reads; a search that finds more is too wide. */
const searchLimit = 1_000
/** A search looks through everything that is stored, so it waits until the typing has stopped. */
const typingMs = 350

/** Search the text of all logs, or of one rollout. */
export function LogSearch({ rollout }: { readonly rollout?: string | undefined }) {
  const { t } = useTranslation('history')
  const [search, change] = useQuery()
  const name = rollout === undefined ? 'text' : 'find'
  const asked = new URLSearchParams(search).get(name) ?? ''
  const [typed, setTyped] = useState(asked)
  const text = useDebounced(typed, typingMs)
  useEffect(() => {
    if (text !== asked) change({ [name]: text })
    // the address follows what was typed, not the other way round
  }, [text])
  return (
    <div className="flex min-h-0 flex-1 flex-col gap-3 pt-3">
      <SearchInput
        label={rollout === undefined ? t('search.label') : t('search.labelHere')}
        placeholder={t('search.placeholder')}
        value={typed}
        autoFocus={rollout === undefined}
        onChange={setTyped}
        className="w-full max-w-160"
      />
      {text === '' ? (
        <EmptyNote icon={ScrollText} title={t('search.idle')}>
          {t('search.idleWhat')}
        </EmptyNote>
      ) : (
        <Found text={text} rollout={rollout} />
      )}
    </div>
  )
}

function Found({ text, rollout }: { readonly text: string; readonly rollout: string | undefined }) {
  const { t } = useTranslation('history')
  const { t: common } = useTranslation()
  const request = { text, limit: searchLimit, ...(rollout === undefined ? {} : { rollout }) }
  const { data, error, isPending, refetch } = useConsole('log:search', request, { staleTime: 0 })
  const rollouts = useMemo(() => new Set((data ?? []).map((hit) => hit.rollout)).size, [data])
  const head = useCallback((id: string, count: number) => <RolloutHead rollout={id} count={count} />, [])
  if (error) return <ErrorNote error={error} onRetry={() => void refetch()} />
  if (isPending) return <LoadingNote what={t('what.logs')} />
  if (data.length === 0) {
    return (
      <EmptyNote icon={SearchX} title={t('search.none', { text })}>
        {t('search.noneWhat')}
      </EmptyNote>
    )
  }
  return (
    <>
      <p role="status" className="text-xs text-muted tabular">
        {rollout === undefined
          ? t('search.found', { count: data.length, rollouts: common('rollout', { count: rollouts }) })
          : t('search.foundHere', { count: data.length })}
      </p>
      {data.length >= searchLimit ? (
        <Note tone="amber">{t('search.cut', { count: searchLimit, shown: formatNumber(searchLimit) })}</Note>
      ) : null}
      <HitList hits={data} text={text} rolloutHead={rollout === undefined ? head : undefined} hrefOf={logHref} />
    </>
  )
}

function RolloutHead({ rollout, count }: { readonly rollout: string; readonly count: number }) {
  const { t } = useTranslation('history')
  const { data } = useConsole('rollout:list', { limit: listLimit })
  const entry = data?.find((each) => each.rollout === rollout)
  return (
    <div className="flex h-full items-center gap-2 border-t border-line bg-sunken px-3 text-sm">
      <Link href={routes.review(rollout)} className="min-w-0 truncate font-medium hover:underline">
        {entry ? `${entry.app} ${entry.version} · ${entry.environment}` : rollout}
      </Link>
      {entry ? <ResultBadge result={entry.result} /> : null}
      {entry ? <span className="text-xs text-faint">{formatDateTime(entry.createdAtMs)}</span> : null}
      <span className="ml-auto shrink-0 text-xs text-muted tabular">{t('search.foundHere', { count })}</span>
    </div>
  )
}
