import { useEffect, useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useConsole } from '../../api/queries'
import type { Output } from '../../../shared/ipc/contract'
import { Button } from '../../ui/button'
import { TextInput } from '../../ui/field'
import { SearchInput } from '../../ui/search-input'
import { Select } from '../../ui/select'
import { useDebounced } from '../../ui/use-debounced'
import { parseListQuery } from './list-query'
import { useQuery, type QueryChange } from './use-query'

/** Somebody types; the console is asked once they stop. */
const typingMs = 200
const any = 'any'
const cleared = { app: '', environment: '', result: '', person: '', from: '', to: '', text: '' }

/** What the list of rollouts is narrowed by. */
export function ListFilters({
  all,
  shown,
  onChange,
}: {
  readonly all: Output<'rollout:list'> | undefined
  readonly shown: number | undefined
  readonly onChange: QueryChange
}) {
  const { t } = useTranslation('history')
  const { t: common } = useTranslation()
  const [search] = useQuery()
  const query = parseListQuery(search)
  const apps = useConsole('app:list', {}).data
  const appNames = useMemo(() => namesOf([...(apps ?? []), ...(all ?? [])].map(({ app }) => app)), [apps, all])
  const environments = useMemo(() => {
    const known = (apps ?? []).flatMap(({ environments: each }) => each.map(({ name }) => name))
    return namesOf([...known, ...(all ?? []).map(({ environment }) => environment)])
  }, [apps, all])
  const people = useMemo(() => namesOf((all ?? []).map(({ startedBy }) => startedBy)), [all])
  const choice = (name: 'app' | 'environment' | 'result' | 'person', anyLabel: string, options: readonly Named[]) => (
    <Select
      aria-label={t(`list.${name}`)}
      value={query[name] ?? any}
      options={[{ value: any, label: anyLabel }, ...options]}
      onChange={(value) => onChange({ [name]: value === any ? undefined : value })}
      className="max-w-44 min-w-28"
    />
  )
  const results = (['succeeded', 'failed', 'revoked', 'open'] as const).map((value) => ({
    value,
    label: common(`result.${value}`),
  }))
  const isFiltered = Object.values(query).some((value) => value !== undefined)
  return (
    <div role="search" className="flex flex-wrap items-center gap-2">
      <TextFilter text={query.text ?? ''} onChange={(text) => onChange({ text })} />
      {choice('app', t('list.anyApp'), named(appNames))}
      {choice('environment', t('list.anyEnvironment'), named(environments))}
      {choice('result', t('list.anyResult'), results)}
      {choice('person', t('list.anyPerson'), named(people))}
      {(['from', 'to'] as const).map((end) => (
        <label key={end} className="flex items-center gap-1.5 text-xs text-muted">
          {t(`list.${end}`)}
          <TextInput
            type="date"
            value={query[end] ?? ''}
            onChange={(event) => onChange({ [end]: event.target.value })}
            className="w-32 px-2"
          />
        </label>
      ))}
      {isFiltered ? (
        <Button tone="quiet" onClick={() => onChange(cleared)}>
          {t('list.clear')}
        </Button>
      ) : null}
      <p role="status" className="ml-auto text-xs text-muted tabular">
        {shown === undefined ? '' : common('rollout', { count: shown })}
      </p>
    </div>
  )
}

type Named = { readonly value: string; readonly label: string }
const named = (names: readonly string[]): Named[] => names.map((name) => ({ value: name, label: name }))
const namesOf = (names: readonly string[]): string[] => [...new Set(names)].toSorted((a, b) => a.localeCompare(b))

/** Follows the address unless somebody types here. */
function TextFilter({ text, onChange }: { readonly text: string; readonly onChange: (text: string) => void }) {
  const { t } = useTranslation('history')
  const [typed, setTyped] = useState(text)
  const still = useDebounced(typed, typingMs)
  useEffect(() => setTyped(text), [text])
  useEffect(() => {
    if (still !== text && still === typed) onChange(still)
    // only when the typing has stopped
  }, [still])
  return (
    <SearchInput
      label={t('list.search')}
      placeholder={t('list.search')}
      value={typed}
      onChange={setTyped}
      className="w-56"
    />
  )
}
