import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { asHostName, asRolloutId } from '../../../src/shared/domain/ids'
import { readLog } from '../../../src/main/logs/log-store'
import { openLogs, type LogsDb } from '../../../src/main/logs/logs-db'
import type { LogKey } from '../../../src/main/ports/logs'
import type { Invariant } from './truth'

/** A run directory is `<home>/.lastmile/runs/<rollout>/<app>/<host>/<step>.<attempt>`. */
const runsFolder = '.lastmile/runs'
const star = 0x2a
const lineBreak = 0x0a

/** A console that lives stores what came within a second, and later where others keep the machine busy. */
const storedWithinMs = 10_000
const lookEveryMs = 250

export const logInvariant: Invariant = {
  name: 'logs complete',
  findProblems: async (at) => {
    const untilMs = performance.now() + storedWithinMs
    for (;;) {
      const problems = findMissingLogs(at)
      if (problems.length === 0 || performance.now() > untilMs) return problems
      await delay(lookEveryMs)
    }
  },
}

/** What of the hosts' own logs is not stored, as sentences. */
export function findMissingLogs({
  site,
  records,
  dataFolder,
}: Parameters<Invariant['findProblems']>[0]): readonly string[] {
  // another console's rollouts are in its own folder
  const own = new Set<string>(records.rollouts.map(({ rollout }) => rollout))
  const db = openLogs(join(dataFolder, 'logs.db'))
  try {
    return site.homes().flatMap((home) => problemsIn(home, db, own))
  } finally {
    db.close()
  }
}

function problemsIn(home: string, db: LogsDb, own: ReadonlySet<string>): string[] {
  const root = join(home, runsFolder)
  if (!existsSync(root)) return []
  const files = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('/log'))
  return files.flatMap((path) => {
    const [rollout = '', , host = '', attemptText = ''] = path.split('/')
    const [step = '', attempt = ''] = attemptText.split('.')
    // checks of gates and looks at the fleet are no steps and keep no log
    if (!/^\d+$/.test(attempt) || !own.has(rollout)) return []
    const key = { rollout: asRolloutId(rollout), host: asHostName(host), step, attempt: Number(attempt) }
    return compare(key, readFileSync(join(root, path)), db)
  })
}

function compare(key: LogKey, written: Buffer, db: LogsDb): string[] {
  let at = 0
  for (const { offset, bytes } of readLog(db, key)) {
    if (offset !== at) return [`${tellOf(key)}: bytes ${at} to ${offset} of ${written.length} are missing`]
    if (!isSame(written.subarray(offset, offset + bytes.length), bytes)) {
      return [`${tellOf(key)}: what is stored from byte ${offset} on is not what the host has`]
    }
    at = offset + bytes.length
  }
  return at === written.length ? [] : [`${tellOf(key)}: ${at} bytes are stored, and the host has ${written.length}`]
}

/** A byte of a secret is stored as a star; where all was withheld, lines are kept apart, and the host has stars only. */
const isSame = (written: Buffer, stored: Buffer): boolean =>
  written.equals(stored) ||
  (written.length === stored.length &&
    stored.every((byte, at) => byte === star || byte === written[at] || (byte === lineBreak && written[at] === star)))

const tellOf = ({ rollout, host, step, attempt }: LogKey): string => `${rollout} ${host} ${step}.${attempt}`
