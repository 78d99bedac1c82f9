import { createHash } from 'node:crypto'
import { AppError } from '../../shared/errors/app-error'

/** NAME_MAX is 255 bytes nearly everywhere; some encrypted homes allow 143. */
const COMPONENT_BYTES_MAX = 140
/** Source bytes per printf: escapes make up to four of one, and where printf is a program an argument is at most 128 KiB. */
const CHUNK_BYTES = 30_000

/**
 * The path of an attempt below `~/.lastmile/runs`, safe as a path and inside single quotes.
 *
 * Pure. Each component keeps `A-Z a-z 0-9 . _ -`; every other byte of its UTF-8 form becomes `%XX`, and a component of
 * dots only gets its dots encoded. Different names stay different; one that would be too long ends in a digest instead.
 *
 * @throws AppError `remote.bad-run-dir`
 */
export function runPath(runDir: string): string {
  const components = runDir.split('/')
  if (components.some((name) => name === '' || /\p{Cc}/u.test(name))) {
    throw new AppError('remote.bad-run-dir', { details: { runDir } })
  }
  return components.map(encodeComponent).join('/')
}

function encodeComponent(name: string): string {
  const encoded = Buffer.from(name, 'utf8')
    .toString('latin1')
    .replace(/[^A-Za-z0-9._-]/g, percentByte)
    .replace(/^\.+$/, (dots) => '%2E'.repeat(dots.length))
  if (encoded.length <= COMPONENT_BYTES_MAX) return encoded
  const digest = createHash('sha256').update(name).digest('hex').slice(0, 32)
  return `${encoded.slice(0, COMPONENT_BYTES_MAX - 34)}%-${digest}`
}

function percentByte(char: string): string {
  return `%${char.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`
}

/**
 * Shell text that prints exactly these bytes, in ASCII only, so that neither locale nor shell can change them.
 *
 * Pure. Made of `printf` with octal escapes: a builtin nearly everywhere, so no length limit and no process.
 */
export function printfText(text: string): string {
  const bytes = Buffer.from(text, 'utf8').toString('latin1')
  const parts: string[] = []
  for (let at = 0; at < bytes.length; at += CHUNK_BYTES) {
    const format = bytes
      .slice(at, at + CHUNK_BYTES)
      .replace(/[^\n\t\x20-\x7e]|[\\']/g, octalByte)
      .replace(/%/g, '%%')
    parts.push(`printf '${format.startsWith('-') ? `\\055${format.slice(1)}` : format}'`)
  }
  return parts.length === 0 ? ':' : parts.join(' &&\n')
}

function octalByte(char: string): string {
  return `\\${char.charCodeAt(0).toString(8).padStart(3, '0')}`
}

/** Drop indentation, comments and blank lines: some shells read their commands byte by byte. Pure; no here-documents. */
export function stripShell(source: string): string {
  return source
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'))
    .join('\n')
}
