import type { RolloutState } from '../../../shared/domain/rollout-state'

/** A batch as a person calls it. Pure. */
export const batchName = (batch: number): string => (batch === 0 ? 'canary batch' : `batch ${batch}`)

/** `1 host`, `12 hosts`. Pure. */
export const countOf = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`

/** The first few names, and how many more there are. Pure. */
export function listNames(names: readonly string[], most = 5): string {
  const shown = names.slice(0, most).join(', ')
  return names.length > most ? `${shown} and ${names.length - most} more` : shown
}

const two = (part: number): string => String(part).padStart(2, '0')

/** Time of day, in the zone of this machine: `09:05:00`. By hand, since loading a library for it takes 80 ms. */
export function timeOfDay(atMs: number): string {
  const date = new Date(atMs)
  return [date.getHours(), date.getMinutes(), date.getSeconds()].map(two).join(':')
}

/** Day and time, in the zone of this machine: `2026-11-20 09:05:00`. */
export function dayAndTime(atMs: number): string {
  const date = new Date(atMs)
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())} ${timeOfDay(atMs)}`
}

/** `shop 1.0.0 → 1.1.0`: from what the prechecks found so far. Pure. */
export function versionsOf(state: RolloutState): string {
  const { app, version, type } = state.settings
  const before = [...new Set(Object.values(state.hosts).flatMap((host) => host.before?.version ?? []))]
  const from = before.filter((each) => each !== version)
  const verb = type === 'rollback' ? ' back to' : from.length > 0 ? ' →' : ''
  return `${app}${from.length > 0 ? ` ${listNames(from, 2)}` : ''}${verb} ${version}`
}

/** How many hosts are in which state, in the order of the states given: `5 done, 1 failed`. Pure. */
export function tally(statuses: readonly string[], words: Readonly<Record<string, string>>): string {
  const counts = Object.entries(words).flatMap(([status, word]) => {
    const count = statuses.filter((each) => each === status).length
    return count > 0 ? [`${count} ${word}`] : []
  })
  return counts.join(', ')
}

/** Words for how hosts ended, in the order people want to read them. */
export const outcomeWords = {
  succeeded: 'done',
  skipped: 'there already',
  failed: 'failed',
  excluded: 'excluded',
} as const

/** `yes`, `no`, or nothing when it is not known. Pure. */
export const yesNo = (value: boolean | undefined): string | undefined =>
  value === undefined ? undefined : value ? 'yes' : 'no'
