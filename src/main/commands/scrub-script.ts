import type { ByteRange } from '../ports/secrets'
import { printfText, runPath } from './agent-text'

/**
 * Hide in the files that an attempt left on its machine what was hidden here: stars over these bytes of its log, and its
 * result as it is given. Pure. Lengths stay, so the log can be read again. An attempt that is not there any more is fine.
 * @throws AppError `remote.bad-run-dir`
 */
export function buildScrubScript(
  runDir: string,
  hidden: readonly ByteRange[],
  result: Readonly<Record<string, string>>,
): string {
  const stars = hidden.flatMap(inBlocks).join('')
  const lines = Object.entries(result).map(([key, value]) => `${key}=${value}\n`)
  return `cd "$HOME/.lastmile/runs/${runPath(runDir)}" 2>/dev/null && [ -e log ] || exit 0
lm_stars() { head -c "$2" /dev/zero | tr '\\0' '*' | dd of=log bs="$3" seek=$(($1 / $3)) conv=notrunc 2>/dev/null || exit 1; }
${stars}[ ! -e result ] || { ${printfText(lines.join(''))}; } >result
`
}

const blockBytes = 4_096

/** dd can begin at whole blocks only, and byte by byte a megabyte takes seconds: so to the next block, and on from there. Pure. */
function inBlocks({ from, to }: ByteRange): string[] {
  const border = Math.min(to, Math.ceil(from / blockBytes) * blockBytes)
  return [
    ...(border > from ? [`lm_stars ${from} ${border - from} 1\n`] : []),
    ...(to > border ? [`lm_stars ${border} ${to - border} ${blockBytes}\n`] : []),
  ]
}
