import { execFile } from 'node:child_process'
import { get } from 'node:http'
import { promisify } from 'node:util'
import { AppError } from '../../shared/errors/app-error'
import { appRootOf, environmentOf, type HostPlace } from './fleet-host'

const run = promisify(execFile)
/** A Node that starts on a busy laptop with 199 others; usually it takes 0.1 s. */
const startTimeoutMs = 60_000
const askTimeoutMs = 5_000

/**
 * Start the app on a host through the same `bin/service start` that the steps use.
 *
 * @throws AppError `demo.service-did-not-start`
 */
export async function startService(fleetDir: string, host: HostPlace): Promise<void> {
  try {
    await run('/bin/sh', [`${appRootOf(host)}/current/bin/service`, 'start'], {
      cwd: host.home,
      env: environmentOf(fleetDir, host.home),
      timeout: startTimeoutMs,
    })
  } catch (cause) {
    const { stderr = '', message = String(cause) } = cause as { stderr?: string; message?: string }
    const reason = stderr.trim() === '' ? message : stderr.trim()
    throw new AppError('demo.service-did-not-start', { details: { host: host.name, reason }, cause })
  }
}

/** Ask the service of a host itself, past the switch, for its version; undefined when it does not answer properly. */
export function askVersion(host: Pick<HostPlace, 'httpPort'>): Promise<string | undefined> {
  return new Promise((resolve) => {
    const request = get({ host: '127.0.0.1', port: host.httpPort, path: '/version', agent: false }, (response) => {
      let body = ''
      response.setEncoding('utf8')
      response.on('data', (text: string) => (body += text))
      response.on('end', () => resolve(response.statusCode === 200 ? body.trim() : undefined))
      response.on('error', () => resolve(undefined))
    })
    request.setTimeout(askTimeoutMs, () => request.destroy(new Error('no answer')))
    request.on('error', () => resolve(undefined))
  })
}
