import { create } from 'zustand'
import { line } from '../../api/line'
import { planChecks, runChecks, type CheckTarget, type HostVerdict } from './check-runner'
import { hostKey } from './host-condition'

export type CheckRun = {
  readonly total: number
  readonly done: number
  readonly failed: number
  readonly startedAtMs: number
  readonly finishedAtMs?: number
  readonly isCancelled: boolean
  /** The request itself failed, not a host. */
  readonly error?: unknown
}
export type KnownVerdict = HostVerdict & CheckTarget & { readonly atMs: number }

type HostChecks = {
  /** The connect test that runs, or the last one. */
  readonly run: CheckRun | undefined
  /** What the last test of each host said, while this page lives. */
  readonly verdicts: ReadonlyMap<string, KnownVerdict>
  readonly checking: ReadonlySet<string>
}

/** Connect tests of this page; they go on while one looks at something else. */
export const useHostChecks = create<HostChecks>(() => ({ run: undefined, verdicts: new Map(), checking: new Set() }))

let cancel: AbortController | undefined

const isRunning = (run: CheckRun | undefined) => run !== undefined && run.finishedAtMs === undefined
const patchRun = (patch: (run: CheckRun) => CheckRun) =>
  useHostChecks.setState(({ run }) => (run ? { run: patch(run) } : {}))

/** Test these hosts; does nothing while another test runs. */
export function startChecks(targets: readonly CheckTarget[]): void {
  if (targets.length === 0 || isRunning(useHostChecks.getState().run)) return
  const control = new AbortController()
  cancel = control
  const startedAtMs = Date.now()
  useHostChecks.setState({ run: { total: targets.length, done: 0, failed: 0, startedAtMs, isCancelled: false } })
  const end = (error?: unknown) => {
    useHostChecks.setState({ checking: new Set() })
    patchRun((run) => ({ ...run, finishedAtMs: Date.now(), ...(error === undefined ? {} : { error }) }))
  }
  runChecks(planChecks(targets), {
    check: (request) => line.request('host:check', request),
    onStart: ({ app, environment, hosts = [] }) =>
      useHostChecks.setState(({ checking }) => ({
        checking: new Set([...checking, ...hosts.map((name) => hostKey({ app, environment, name }))]),
      })),
    onVerdicts: ({ app, environment }, verdicts) =>
      takeVerdicts(verdicts.map((verdict) => ({ ...verdict, app, environment, name: verdict.host, atMs: Date.now() }))),
    signal: control.signal,
  }).then(() => end(), end)
}

function takeVerdicts(news: readonly KnownVerdict[]): void {
  useHostChecks.setState(({ verdicts, checking }) => {
    const keys = new Set(news.map(hostKey))
    return {
      verdicts: new Map([...verdicts, ...news.map((verdict) => [hostKey(verdict), verdict] as const)]),
      checking: new Set([...checking].filter((key) => !keys.has(key))),
    }
  })
  const failed = news.filter(({ ok }) => !ok).length
  patchRun((run) => ({ ...run, done: run.done + news.length, failed: run.failed + failed }))
}

/** Start no further piece; hosts that are being asked now still answer. */
export function cancelChecks(): void {
  cancel?.abort()
  patchRun((run) => ({ ...run, isCancelled: true }))
}

/** Take the result of the last test out of sight; verdicts stay with their hosts. */
export const dismissChecks = (): void => useHostChecks.setState(({ run }) => (isRunning(run) ? {} : { run: undefined }))
