import type { LaunchWork } from './launch-context'
import { changedFields, findStrategyProblems, writeStrategy } from './strategy-form'
import type { LaunchDraft } from './use-launch-draft'

/** What the console is asked to start. Pure; a strategy that says what lastmile.yml says is left out. */
export function toStart({ draft, own }: Pick<LaunchWork, 'draft' | 'own'>) {
  const { app, environment, exclude, strategy } = draft
  const [version, sha256, notes, reason] = [draft.version, draft.sha256, draft.notes, draft.excludeReason].map((text) =>
    text.trim(),
  ) as [string, string, string, string]
  const isOwn = !strategy || (own !== undefined && changedFields(own, strategy).length === 0)
  return {
    app,
    environment,
    version,
    ...(sha256 === '' ? {} : { sha256: sha256.toLowerCase() }),
    ...(notes === '' ? {} : { notes }),
    ...(exclude.length === 0 ? {} : { exclude: [...exclude], ...(reason === '' ? {} : { reason }) }),
    ...(isOwn ? {} : { strategy: { ...writeStrategy(strategy) } }),
  }
}

/** 64 hexadecimal digits. Pure. */
export const isSha256 = (text: string): boolean => /^[0-9a-f]{64}$/i.test(text)

/** The first thing that is missing before a start; the key of its sentence. Pure. */
export function missingKey(
  { app, version, environment, exclude, excludeReason, sha256, strategy }: LaunchDraft,
  { person, hosts }: { readonly person: string; readonly hosts: number },
) {
  if (app === '') return 'app'
  if (version.trim() === '') return 'version'
  if (sha256.trim() !== '' && !isSha256(sha256.trim())) return 'sha256'
  if (environment === '') return 'environment'
  if (hosts > 0 && exclude.length >= hosts) return 'everyHostLeftOut'
  if (exclude.length > 0 && excludeReason.trim() === '') return 'reason'
  if (strategy && Object.keys(findStrategyProblems(strategy)).length > 0) return 'strategy'
  if (person === '') return 'person'
  return undefined
}
