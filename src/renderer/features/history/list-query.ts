import type { RawInput } from '../../../shared/ipc/contract'

/** What the list of rollouts shows; every part may be left out. Days are `YYYY-MM-DD` in the time of the viewer. */
export type ListQuery = {
  readonly app?: string | undefined
  readonly environment?: string | undefined
  readonly result?: 'succeeded' | 'failed' | 'revoked' | 'open' | undefined
  readonly person?: string | undefined
  readonly from?: string | undefined
  readonly to?: string | undefined
  readonly text?: string | undefined
}

const results: ReadonlySet<string> = new Set(['succeeded', 'failed', 'revoked', 'open'])

/** The filters that stand in an address; what is not understood is as good as not there. Pure. */
export function parseListQuery(search: string): ListQuery {
  const params = new URLSearchParams(search)
  const given = (name: string) => params.get(name) || undefined
  const day = (name: string) => (startOfDay(given(name)) === undefined ? undefined : given(name))
  const result = given('result')
  return {
    app: given('app'),
    environment: given('environment'),
    result: result !== undefined && results.has(result) ? (result as ListQuery['result']) : undefined,
    person: given('person'),
    from: day('from'),
    to: day('to'),
    text: given('text'),
  }
}

/** What to ask the console for. `to` is the whole day. Pure but for the time zone of the viewer. */
export function toListRequest(query: ListQuery): RawInput<'rollout:list'> {
  const { app, environment, result, person, text } = query
  const fromMs = startOfDay(query.from)
  const toMs = startOfDay(query.to, 1)
  return {
    ...(app === undefined ? {} : { app }),
    ...(environment === undefined ? {} : { environment }),
    ...(result === undefined ? {} : result === 'open' ? { isOpen: true } : { result }),
    ...(person === undefined ? {} : { startedBy: person }),
    ...(fromMs === undefined ? {} : { fromMs }),
    ...(toMs === undefined ? {} : { toMs }),
    ...(text === undefined ? {} : { text }),
    limit: listLimit,
  }
}

/** More than a console makes in years; a longer list would not be read. */
export const listLimit = 5_000

/** Midnight at the beginning of a day, or of a later one; UTC ms. Undefined for what is no day. */
function startOfDay(day: string | undefined, laterDays = 0): number | undefined {
  const [, year, month, date] = /^(\d{4})-(\d{2})-(\d{2})$/.exec(day ?? '') ?? []
  if (year === undefined) return undefined
  const start = new Date(Number(year), Number(month) - 1, Number(date) + laterDays)
  return start.getMonth() === Number(month) - 1 || laterDays > 0 ? start.getTime() : undefined
}
