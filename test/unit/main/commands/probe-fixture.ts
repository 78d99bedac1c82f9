import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { onTestFinished } from 'vitest'

export type ProbeAnswer = { readonly status: number; readonly body?: string }
export type ProbeServer = { readonly url: string; readonly paths: string[]; readonly answers: ProbeAnswer[] }

/** A web server that gives its answers in turn, the last one for ever. */
export async function startProbeServer(...answers: ProbeAnswer[]): Promise<ProbeServer> {
  const paths: string[] = []
  const server = createServer((request, response) => {
    paths.push(request.url ?? '')
    const { status, body = '' } = (answers.length > 1 ? answers.shift() : answers[0]) ?? { status: 500 }
    response.writeHead(status, { location: '/elsewhere', 'x-secret': 'in-header' }).end(body)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void server.close())
  onTestFinished(() => server.closeAllConnections())
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, paths, answers }
}
