import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, relative, sep } from 'node:path'
import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'
import { AppError } from '../../shared/errors/app-error'

const mediaTypes: Readonly<Record<string, string>> = {
  html: 'text/html; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  css: 'text/css; charset=utf-8',
  json: 'application/json; charset=utf-8',
  svg: 'image/svg+xml',
  png: 'image/png',
  ico: 'image/vnd.microsoft.icon',
  webp: 'image/webp',
  woff2: 'font/woff2',
  wasm: 'application/wasm',
}
const compressible = /^(text\/|application\/json|image\/svg)/
/** Below this a packet is sent anyway. */
const leastCompressedBytes = 1_024
/** Quick enough to be done when somebody waits, and near the best. */
const brotliQuality = 6

export type Encoding = 'br' | 'gzip' | 'identity'

/** One file of the page. `isHashed`: its name changes with its content, so it may be kept for ever. */
export type PageFile = {
  readonly mediaType: string
  readonly isHashed: boolean
  readonly etag: string
  readonly encoded: (encoding: Encoding) => Promise<Buffer>
  readonly isCompressible: boolean
}

/**
 * All files of the built page, by the path that a browser asks for; `/` is index.html. They are read once: no request leads
 * to the disk, whatever its path says, and a new version installed beside a running console does not mix with the old one.
 * Symbolic links and files of unknown kinds are left out.
 * @throws AppError `web.page-missing`
 */
export function readPageFiles(folder: string): ReadonlyMap<string, PageFile> {
  if (!existsSync(join(folder, 'index.html'))) throw new AppError('web.page-missing', { details: { folder } })
  const files = new Map<string, PageFile>()
  for (const file of listFiles(folder)) {
    const mediaType = mediaTypes[file.split('.').at(-1) ?? '']
    if (mediaType === undefined) continue
    const path = `/${relative(folder, file).split(sep).join('/')}`
    files.set(path === '/index.html' ? '/' : path, pageFile(readFileSync(file), mediaType, path))
  }
  return files
}

/** `recursive` of `readdir` would walk into what a symbolic link leads to. */
const listFiles = (folder: string): readonly string[] =>
  readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) return listFiles(path)
    return entry.isFile() ? [path] : []
  })

function pageFile(bytes: Buffer, mediaType: string, path: string): PageFile {
  const made = new Map<Encoding, Promise<Buffer>>([['identity', Promise.resolve(bytes)]])
  return {
    mediaType,
    // vite puts what it hashed there, and nothing else
    isHashed: path.startsWith('/assets/'),
    etag: `"${createHash('sha256').update(bytes).digest('base64url').slice(0, 22)}"`,
    isCompressible: compressible.test(mediaType) && bytes.length >= leastCompressedBytes,
    encoded: (encoding) => {
      const encoded = made.get(encoding) ?? compress(bytes, encoding)
      made.set(encoding, encoded)
      return encoded
    },
  }
}

const compress = (bytes: Buffer, encoding: Encoding): Promise<Buffer> =>
  encoding === 'br'
    ? promisify(brotliCompress)(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: brotliQuality } })
    : promisify(gzip)(bytes)

/** The best encoding that a browser takes (`Accept-Encoding`). Pure. */
export function encodingFor(accepted: string | undefined): Encoding {
  const names = (accepted ?? '').split(',').flatMap((part) => {
    const [name = '', weight] = part.split(';').map((word) => word.trim().toLowerCase())
    return weight !== undefined && /^q=0(\.0*)?$/.test(weight) ? [] : [name]
  })
  if (names.includes('br')) return 'br'
  return names.includes('gzip') ? 'gzip' : 'identity'
}
