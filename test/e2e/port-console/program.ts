/**
 * The desktop door without Electron, as a child process: the console, a MessagePort for each page that asks for one, and the
 * page's files as the window gets them, only that they come over HTTP. The parent hands messages on between the two ends.
 */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import type { MessagePort } from 'node:worker_threads'
import { openDesktopConsole } from '../../../src/main/desktop/desktop-console'
import { servePort } from '../../../src/main/desktop/page-port'
import { pageAnswerer } from '../../../src/main/desktop/page-protocol'
import { readPageFiles } from '../../../src/main/page/page-files'
import { openNodeChannel } from '../../helpers/node-port'
import type { FromConsole, ToConsole } from './messages'

const [dataFolder = '', pageFolder = '', port = '0'] = process.argv.slice(2)
const say = (message: FromConsole) => process.send?.(message)

const reached = await openDesktopConsole({ dataFolder, hasDemo: true })
if (reached.kind !== 'owned') throw new Error('another console has the folder')
const { owned } = reached
const ports = new Map<string, MessagePort>()

process.on('message', (message: ToConsole) => {
  if (message.kind === 'open') return open(message.port)
  ports.get(message.port)?.postMessage(message.data)
})
process.once('disconnect', () => process.exit(1))
process.once('SIGTERM', () => void owned.dispose().finally(() => process.exit(0)))

function open(name: string): void {
  const { near, far } = openNodeChannel()
  ports.set(name, far)
  servePort(owned, near, (what) => process.stderr.write(`refused: ${what}\n`))
  far.on('message', (data: string | Uint8Array) => say({ kind: 'data', port: name, data }))
  far.on('close', () => {
    ports.delete(name)
    say({ kind: 'closed', port: name })
  })
}

const files = readPageFiles(pageFolder)
const server = createServer((request, response) => {
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  void pageAnswerer(
    files,
    origin,
  )({ url: `${origin}${request.url}`, method: request.method ?? 'GET' }).then(async (answer) => {
    response.writeHead(answer.status, Object.fromEntries(answer.headers))
    response.end(answer.body ? Buffer.from(await answer.arrayBuffer()) : undefined)
  })
  void text(request)
})
server.listen(Number(port), '127.0.0.1', () => {
  say({ kind: 'ready', httpPort: (server.address() as AddressInfo).port })
})
