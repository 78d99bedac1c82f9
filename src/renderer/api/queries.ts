import { QueryClient, useMutation, useQuery, type UseQueryOptions } from '@tanstack/react-query'
import { AppError } from '../../shared/errors/app-error'
import type { Output, RawInput, RequestName } from '../../shared/ipc/contract'
import type { PushName } from '../../shared/ipc/events'
import { line } from './line'

/** What has to be asked again when the console says that something changed. Journals are folded, not asked again. */
const affected: Readonly<Partial<Record<PushName, readonly RequestName[]>>> = {
  'inventory:changed': [
    'board:show',
    'host:list',
    'app:list',
    'release:list',
    'debt:list',
    'spec:read',
    'spec:export',
    'plan:make',
    'host:history',
  ],
  'checklist:changed': ['checklist:list', 'plan:make'],
  'shell:changed': ['shell:list'],
  'question:changed': ['question:list'],
  'trouble:changed': ['trouble:list'],
  'preferences:changed': ['preferences:read'],
  'demo:changed': ['demo:status', 'app:list', 'board:show', 'host:list'],
  'rollout:changed': ['board:show', 'rollout:list', 'debt:list', 'host:history', 'checklist:stats'],
}

/** A rollout over a thousand hosts speaks twenty times a second; lists are asked again at most this often. */
const askAgainEveryMs = 700

/** What the console was asked and said, kept until it says that it changed. */
export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: Number.POSITIVE_INFINITY,
      refetchOnWindowFocus: false,
      // a lost line heals by itself and everything is asked again then; other refusals do not change by asking
      retry: (tries, error) => isLineLost(error) && tries < 3,
      networkMode: 'always',
    },
    mutations: { networkMode: 'always' },
  },
})

const isLineLost = (error: unknown) => error instanceof AppError && error.code === 'console.connection-lost'

/** Keep what is shown up to date with what the console says. Called once. */
export function followPushes(): void {
  const due = new Set<RequestName>()
  let timer: number | undefined
  const askAgain = () => {
    timer = undefined
    for (const name of due) void queryClient.invalidateQueries({ queryKey: [name] })
    due.clear()
  }
  for (const push of Object.keys(affected) as PushName[]) {
    line.onPush(push, () => {
      for (const name of affected[push] ?? []) due.add(name)
      timer ??= window.setTimeout(askAgain, push === 'rollout:changed' ? askAgainEveryMs : 30)
    })
  }
  line.onStale(() => void queryClient.invalidateQueries())
  line.onLine((state) => {
    // what failed while the line was lost or not there yet
    if (state.kind === 'open')
      void queryClient.invalidateQueries({ predicate: ({ state: { status } }) => status === 'error' })
  })
}

type Options<N extends RequestName> = Pick<
  UseQueryOptions<Output<N>, AppError>,
  'enabled' | 'placeholderData' | 'refetchInterval' | 'staleTime' | 'gcTime'
>

/** The answer to a request, asked again when the console says that it changed. */
export function useConsole<N extends RequestName>(name: N, input: RawInput<N>, options: Options<N> = {}) {
  return useQuery<Output<N>, AppError>({
    queryKey: [name, input],
    queryFn: () => line.request(name, input),
    ...options,
  })
}

/** A request that does something; `error` is the console's refusal. */
export function useAction<N extends RequestName>(name: N) {
  return useMutation<Output<N>, AppError, RawInput<N>>({ mutationFn: (input) => line.request(name, input) })
}
