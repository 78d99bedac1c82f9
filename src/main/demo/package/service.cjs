'use strict'
/**
 * The shop: a small HTTP service, started by bin/service. No dependencies. `require` on purpose: an ES module import of
 * node:http loads half of Node's web APIs with it and takes 21 MB instead of 14 MB of memory, times 200 hosts.
 */
const { closeSync, openSync, readFileSync, renameSync, rmSync, writeFileSync, writeSync } = require('node:fs')
const http = require('node:http')
const net = require('node:net')
const { join } = require('node:path')

const { HOST_NAME, PORT, LIFELINE_PORT, FAULT_DIR, PID_FILE } = process.env
const version = readFileSync(join(__dirname, 'VERSION'), 'utf8').trim()
const isBroken = readFault() === version
/** Below the grace that bin/service gives before KILL. */
const longestDrainMs = 4000

let requestCount = 0
let isEnding = false

const server = http.createServer((request, response) => {
  requestCount += 1
  // a few milliseconds of "work", so that requests are really in flight when the service is told to end
  setTimeout(() => answer(request.url, response), 2 + (requestCount % 5))
})
// connections are closed by the switch or by the end of the service, never by a timer that could race with a request
server.keepAliveTimeout = 0
server.on('error', (error) => fail(`cannot listen on port ${PORT}: ${error.message}`))

const lifeline = net.connect(Number(LIFELINE_PORT), '127.0.0.1', () =>
  server.listen(Number(PORT), '127.0.0.1', announce),
)
lifeline.on('error', () => fail('the fleet is gone'))
lifeline.on('close', () => process.exit(0))
lifeline.resume()

process.on('SIGTERM', () => {
  isEnding = true
  setTimeout(() => process.exit(0), longestDrainMs).unref()
  server.close(() => {
    forgetPid()
    process.exit(0)
  })
})

function answer(url, response) {
  response.setHeader('x-shop-version', version)
  response.setHeader('x-shop-host', HOST_NAME)
  // Node keeps a busy connection open after close(); without this the end would wait for the client
  if (isEnding) response.setHeader('connection', 'close')
  response.statusCode = isBroken ? 500 : 200
  response.end(isBroken ? 'broken: the price list cannot be read\n' : bodyOf(url))
}

function bodyOf(url) {
  if (url === '/version') return `${version}\n`
  if (url === '/health') return 'ok\n'
  return `shop ${version} on ${HOST_NAME}\n`
}

/** Tell bin/service, which reads our output to its end, that requests are answered from now on. */
function announce() {
  writeFileSync(`${PID_FILE}.new`, `${process.pid} ${version}\n`)
  renameSync(`${PID_FILE}.new`, PID_FILE)
  writeSync(1, 'ready\n')
  closeSync(1)
  openSync('/dev/null', 'w')
}

function forgetPid() {
  if (readFileSync(PID_FILE, 'utf8').startsWith(`${process.pid} `)) rmSync(PID_FILE, { force: true })
}

function readFault() {
  try {
    return readFileSync(join(FAULT_DIR, `${HOST_NAME}.verify`), 'utf8').trim()
  } catch {
    return undefined
  }
}

function fail(reason) {
  writeSync(2, `shop ${version} on ${HOST_NAME}: ${reason}\n`)
  process.exit(1)
}
