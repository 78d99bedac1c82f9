import { mkdtempSync, readdirSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { CliResult } from '../../helpers/built-cli'
import type { Program } from './program'
import { readRecords } from './records'
import type { Stage } from './stage'

/** A console of somebody else: another data folder that knows the same fleet. */
export async function openSecondConsole(stage: Stage): Promise<Program> {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'lm-second-')))
  stage.lab.onCleanup(() => rmSync(folder, { recursive: true, force: true }))
  const program = stage.lab.program(folder)
  await program.expect([0], ['apply', stage.fleet.specFile, '--yes'])
  return program
}

/** Start a rollout, sign all its gates, and follow it to its end. */
export const releaseArgs = (version: string, by: string, more: readonly string[] = []): string[] => [
  ...['run', 'shop', version, '--env', 'production', '--yes', '--json', '--by', by],
  ...more,
]

/** Where the lock of the cluster lies when `lastmile.yml` does not say otherwise. */
export const lockFolder = (stage: Stage): string =>
  join(stage.fleet.homeOf('web-01'), '.lastmile/locks/shop.production')

/** Make the last sign of life of whoever holds the lock some seconds older. */
export function ageLock(folder: string, seconds: number): void {
  const beat = readdirSync(folder).find((name) => name.startsWith('beat.'))
  if (beat === undefined) throw new Error(`nobody holds the lock in ${folder}`)
  writeFileSync(join(folder, beat), `${Math.floor(Date.now() / 1_000) - seconds}\n`)
}

/** Make sure that a verb was refused with a sentence that says all of this. */
export function expectRefused({ exitCode, stderr, stdout }: CliResult, says: readonly (RegExp | string)[]): void {
  if (exitCode !== 2)
    throw new Error(`it ended with ${exitCode}, and was not refused: ${stderr}\n${stdout.slice(-1_000)}`)
  for (const part of says) {
    const isSaid = typeof part === 'string' ? stderr.includes(part) : part.test(stderr)
    if (!isSaid) throw new Error(`the refusal does not say ${part}: ${stderr}`)
  }
}

/**
 * Make sure that consoles never had rollouts of the cluster in progress at the same time; `broken`: those whose lock another
 * console broke count until then only.
 */
export function assertOneAtATime(folders: readonly string[]): string {
  const rollouts = folders.flatMap((folder) => readRecords(folder).rollouts)
  const brokenAtMs = new Map(
    rollouts.flatMap(({ events }) =>
      events.flatMap(({ event, atMs }) =>
        event.kind === 'lock-broken' ? [[event.holder.rollout, atMs] as const] : [],
      ),
    ),
  )
  const spans = rollouts.map(({ rollout, state }) => {
    const endedAtMs = brokenAtMs.get(rollout) ?? state.finishedAtMs ?? Number.POSITIVE_INFINITY
    return { rollout, from: state.createdAtMs, to: endedAtMs }
  })
  for (const one of spans) {
    const other = spans.find((each) => each !== one && each.from < one.to && one.from < each.to)
    if (other) throw new Error(`rollouts ${one.rollout} and ${other.rollout} were in progress at the same time`)
  }
  return 'one rollout at a time'
}
