import { execFileSync } from 'node:child_process'
import type { StageFleet } from './stage-fleet'

/** Print the numbers from 1 on in `restart` of web-01: so many bytes that anybody can print again, as fast as they come. */
export const chatter = (fleet: StageFleet, lines: number): string =>
  `. ${fleet.dir}/step.sh; if [ "$LASTMILE_HOST_NAME" = web-01 ]; then seq 1 ${lines}; fi`

/** The sha256 of what `chatter` prints, and its size. */
export function chatterFacts(lines: number): { readonly sha256: string; readonly sizeBytes: number } {
  const hash = execFileSync('sh', ['-c', `seq 1 ${lines} | sha256sum`], { encoding: 'utf8' })
  const size = execFileSync('sh', ['-c', `seq 1 ${lines} | wc -c`], { encoding: 'utf8' })
  return { sha256: hash.split(' ')[0] ?? '', sizeBytes: Number(size) }
}
