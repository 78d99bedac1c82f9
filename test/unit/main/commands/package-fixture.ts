import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'

export type Package = { readonly bytes: Buffer; readonly digest: string }

/** A package with \`bin/run\` and some 200 kB that do not compress, so that it can be cut in the middle. */
export function makePackage(kind: 'tar.gz' | 'zip', marker = 'one'): Package {
  const outer = mkdtempSync(join(tmpdir(), 'lastmile-package-'))
  const folder = join(outer, 'content')
  mkdirSync(join(folder, 'bin'), { recursive: true })
  writeFileSync(join(folder, 'bin', 'run'), `#!/bin/sh\necho ${marker}\n`, { mode: 0o755 })
  writeFileSync(join(folder, 'data'), randomBytes(200_000, marker))
  const file = join(outer, `package.${kind}`)
  if (kind === 'zip') execFileSync('zip', ['-qr', file, '.'], { cwd: folder })
  else execFileSync('tar', ['-czf', file, '-C', folder, '.'])
  const bytes = readFileSync(file)
  rmSync(outer, { recursive: true })
  return packageOf(bytes)
}

export const packageOf = (bytes: Buffer): Package => ({
  bytes,
  digest: createHash('sha256').update(bytes).digest('hex'),
})

export type PackageServer = {
  readonly url: string
  /** The Range header of each request, '' without one. */
  readonly ranges: string[]
  bytes: Buffer
  mode: 'normal' | 'no-ranges' | 'cut' | 'missing'
}

/** A web server with one file under every path, which can misbehave. */
export async function startPackageServer(bytes: Buffer): Promise<PackageServer> {
  const ranges: string[] = []
  const server = createServer((request, response) => answer(state, request, response))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void server.close())
  onTestFinished(() => server.closeAllConnections())
  const { port } = server.address() as AddressInfo
  const state: PackageServer = { url: `http://127.0.0.1:${port}`, ranges, bytes, mode: 'normal' }
  return state
}

function answer(state: PackageServer, request: IncomingMessage, response: ServerResponse): void {
  const { bytes, mode } = state
  const range = request.headers.range ?? ''
  state.ranges.push(range)
  if (mode === 'missing') {
    response.writeHead(404).end('gone')
    return
  }
  const from = mode === 'no-ranges' ? 0 : Number(/^bytes=(\d+)-/.exec(range)?.[1] ?? 0)
  if (from > 0 && from >= bytes.length) {
    response.writeHead(416, { 'content-range': `bytes */${bytes.length}` }).end()
    return
  }
  const partial = { 'content-range': `bytes ${from}-${bytes.length - 1}/${bytes.length}` }
  response.writeHead(from > 0 ? 206 : 200, { 'content-length': bytes.length - from, ...(from > 0 ? partial : {}) })
  if (mode === 'cut') response.write(bytes.subarray(from, from + 50_000), () => setImmediate(() => response.destroy()))
  else response.end(bytes.subarray(from))
}

/** The same bytes for the same seed. */
function randomBytes(size: number, seed: string): Buffer {
  const blocks = Array.from({ length: Math.ceil(size / 32) }, (_, index) =>
    createHash('sha256').update(`${seed}${index}`).digest(),
  )
  return Buffer.concat(blocks).subarray(0, size)
}
