import { open } from 'node:fs/promises'
import { AppError } from '../../shared/errors/app-error'

/** As for a secret that stays in its file; what is larger is another file. */
const limitBytes = 64 * 1024

/**
 * The secret in a file that a person wrote for `keep-secret`, without the line break at its end. Editors and shells of Windows
 * mark their texts: PowerShell 5 writes UTF-16, others put a mark before UTF-8; neither is part of the secret.
 * @throws AppError `cli.file-unreadable`, also when what it has is no secret
 */
export async function readSecretText(file: string): Promise<string> {
  const text = decode(await readBytes(file), file).replace(/\r?\n$/, '')
  if (text.includes('\0')) throw unreadable(file, notText)
  if (text === '') throw unreadable(file, 'it is empty')
  return text
}

const notText = 'it is not text (UTF-8, or UTF-16 with its mark, without NUL characters)'

async function readBytes(file: string): Promise<Buffer> {
  try {
    await using handle = await open(file, 'r')
    const { size } = await handle.stat()
    if (size > limitBytes) throw new Error(`it has ${size} bytes, and a secret at most ${limitBytes}`)
    return await handle.readFile()
  } catch (cause) {
    const reason = cause instanceof Error ? ('code' in cause ? String(cause.code) : cause.message) : String(cause)
    throw unreadable(file, reason, cause)
  }
}

function decode(bytes: Buffer, file: string): string {
  const encoding = bytes[0] === 0xff && bytes[1] === 0xfe ? 'utf-16le' : 'utf-8'
  try {
    // takes the mark away
    return new TextDecoder(encoding, { fatal: true }).decode(bytes)
  } catch (cause) {
    throw unreadable(file, notText, cause)
  }
}

const unreadable = (file: string, reason: string, cause?: unknown): AppError =>
  new AppError('cli.file-unreadable', { details: { file, reason }, cause })
