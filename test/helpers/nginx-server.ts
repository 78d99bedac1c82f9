import { once } from 'node:events'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createConnection, createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { spawnServer } from './ssh-fixture'

/** One line of the request log. */
export type LoggedRequest = {
  readonly method: string
  readonly path: string
  readonly status: number
  /** The `Range` header; undefined when the whole file was asked for. */
  readonly range: string | undefined
  readonly client: string
}

export type NginxServer = {
  /** `http://127.0.0.1:<port>`, without a slash at the end. */
  readonly url: string
  readonly port: number
  /** What has been asked so far, oldest first. nginx logs a request just after it has answered: poll for it. */
  readonly requests: () => LoggedRequest[]
  readonly stop: () => Promise<void>
}

const startTimeoutMs = 10_000

/** Start a real nginx that serves `folder` on a free loopback port. It has its own configuration, logs and pid. */
export async function openNginxServer(
  folder: string,
  options: { readonly extraConfig?: string } = {},
): Promise<NginxServer> {
  const prefix = mkdtempSync(join(tmpdir(), 'lastmile-nginx-'))
  mkdirSync(join(prefix, 'temp'))
  const port = await findFreePort()
  writeFileSync(join(prefix, 'nginx.conf'), configOf(folder, port, options.extraConfig ?? ''))
  const args = ['-p', prefix, '-c', join(prefix, 'nginx.conf'), '-e', join(prefix, 'error.log')]
  const child = spawnServer('nginx', args)
  const ended = once(child, 'exit')
  const stop = async () => {
    child.kill('SIGTERM')
    if (child.exitCode === null && child.signalCode === null) await ended
    rmSync(prefix, { recursive: true, force: true })
  }
  const readIfAny = (name: string) => (existsSync(join(prefix, name)) ? readFileSync(join(prefix, name), 'utf8') : '')
  const isUp = await Promise.race([waitForPort(port, startTimeoutMs), ended.then(() => false)])
  if (!isUp) {
    const why = readIfAny('error.log')
    await stop()
    throw new Error(`nginx did not start: ${why}`)
  }
  return { url: `http://127.0.0.1:${port}`, port, requests: () => parseRequests(readIfAny('access.log')), stop }
}

/** In the foreground and as the caller, so that the process is ours to end and the served files need no other owner. */
function configOf(folder: string, port: number, extraConfig: string): string {
  const asRoot = process.getuid?.() === 0 ? 'user root;' : ''
  const temps = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((kind) => `${kind}_temp_path temp/${kind};`)
  return `${asRoot}
daemon off;
pid nginx.pid;
worker_processes 1;
events { worker_connections 2048; }
http {
  ${temps.join('\n  ')}
  default_type application/octet-stream;
  log_format tests '$request_method\\t$uri\\t$status\\t$http_range\\t$remote_addr';
  access_log access.log tests;
  server {
    listen 127.0.0.1:${port} backlog=2048;
    root "${folder}";
    ${extraConfig}
  }
}
`
}

function parseRequests(log: string): LoggedRequest[] {
  const lines = log.split('\n').filter((line) => line !== '')
  return lines.map((line) => {
    const [method = '', path = '', status = '', range = '-', client = ''] = line.split('\t')
    return { method, path, status: Number(status), range: range === '-' ? undefined : range, client }
  })
}

async function findFreePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}

async function waitForPort(port: number, timeoutMs: number): Promise<boolean> {
  const deadlineMs = Date.now() + timeoutMs
  while (Date.now() < deadlineMs) {
    const socket = createConnection(port, '127.0.0.1')
    const isOpen = await Promise.race([
      once(socket, 'connect').then(() => true),
      once(socket, 'error').then(() => false),
    ]).catch(() => false)
    socket.destroy()
    if (isOpen) return true
    await sleep(20)
  }
  return false
}
