import type { WireTrouble } from '../../../src/shared/ipc/requests/console-requests'
import type { Stage } from '../stage/stage'

/** Steps that were begun on all hosts so far. */
export const countBegun = ({ fleet }: Stage): number =>
  fleet.names.flatMap((name) => fleet.effectsOf(name)).filter(({ word }) => word === 'begin').length

/** Wait until the running console says that its journal cannot be written, for this reason. */
export async function untilJournalDown(stage: Stage, code: string): Promise<WireTrouble> {
  const find = (open: readonly WireTrouble[]) => open.find((trouble) => trouble.part === 'journal')
  const trouble = await stage.lab.until(`the console says that its journal cannot be written (${code})`, async () =>
    find(await stage.program.request('trouble:list', {})),
  )
  if (trouble.code !== code) throw new Error(`the journal cannot be written because of ${trouble.code}, not ${code}`)
  return trouble
}

/** What is under way may end; then nothing more may begin. */
export async function expectNothingBegins(stage: Stage, forMs: number): Promise<void> {
  const before = countBegun(stage)
  const endAtMs = performance.now() + forMs
  await stage.lab.until('nothing begins', () => performance.now() > endAtMs, forMs + 10_000)
  const begun = countBegun(stage) - before
  if (begun > 0) throw new Error(`${begun} steps were begun while the journal could not be written`)
}

/** A text must say all of this. */
export function expectSaid(text: string, where: string, ...parts: readonly RegExp[]): void {
  for (const part of parts)
    if (!part.test(text)) throw new Error(`${where} does not say ${part}: ${text.slice(-2_000)}`)
}
