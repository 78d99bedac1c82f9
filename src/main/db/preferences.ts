import { preferences, type Preferences } from '../../shared/ipc/requests/console-requests'
import type { ReadableDb, WritableDb } from './handles'
import { findMeta, recordMeta } from './repositories/meta'

const key = 'preferences'

/** What a person likes; the defaults where nothing is stored, or something that this version does not understand. */
export function readPreferences(db: ReadableDb): Preferences {
  const stored = preferences.safeParse(parseJson(findMeta(db, key) ?? '{}'))
  return stored.success ? stored.data : preferences.parse({})
}

export function savePreferences(db: WritableDb, wanted: Preferences): void {
  recordMeta(db, key, JSON.stringify(wanted))
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
