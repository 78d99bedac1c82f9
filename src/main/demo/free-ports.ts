import { createServer } from 'node:net'
import { AppError } from '../../shared/errors/app-error'

/**
 * Above the ports of well-known services and below the range that Linux (32768) and macOS (49152) take the near end of
 * outgoing connections from. A port out of that range could be in use by one of our own connections at the moment a
 * service wants it back after a restart.
 */
const firstPort = 20_000
const lastPort = 31_999

/**
 * Find ports of 127.0.0.1 on which nobody listens, for services that will bind them later (and again after restarts).
 * Starts at a random one, so that two fleets started at once rarely meet.
 *
 * @throws AppError `demo.no-free-port`
 */
export async function findFreePorts(count: number): Promise<number[]> {
  const size = lastPort - firstPort + 1
  const start = Math.floor(Math.random() * size)
  const found: number[] = []
  for (let tried = 0; tried < size && found.length < count; tried += 1) {
    const port = firstPort + ((start + tried) % size)
    if (await isFree(port)) found.push(port)
  }
  if (found.length < count) {
    throw new AppError('demo.no-free-port', { details: { count, from: firstPort, to: lastPort } })
  }
  return found
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer()
    probe.once('error', () => resolve(false))
    probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(true)))
  })
}
