import type { PageFile } from '../page/page-files'
import { windowHeaders } from '../page/security-headers'
import { appOrigin } from './app-origin'

type Asked = Pick<Request, 'url' | 'method'>

/**
 * Answers what the page asks of its origin: its own files, from memory, and nothing else. Paths are compared as they are; none
 * leads to the disk. `origin` is another one where the page is tested.
 */
export function pageAnswerer(
  files: ReadonlyMap<string, PageFile>,
  origin: string = appOrigin,
): (request: Asked) => Promise<Response> {
  return async ({ url, method }) => {
    if (method !== 'GET' && method !== 'HEAD') return refusal(405)
    const { protocol, host, pathname, username, password } = new URL(url)
    if (`${protocol}//${host}` !== origin || username !== '' || password !== '') return refusal(403)
    const file = files.get(pathname)
    if (!file) return refusal(404)
    const body = await file.encoded('identity')
    const headers = { ...windowHeaders, 'Content-Type': file.mediaType, 'Content-Length': String(body.length) }
    return new Response(method === 'HEAD' ? null : new Uint8Array(body), { headers })
  }
}

const refusal = (status: number): Response =>
  new Response(null, { status, headers: { ...windowHeaders, 'Content-Type': 'text/plain; charset=utf-8' } })
