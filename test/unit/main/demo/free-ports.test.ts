import { createServer } from 'node:net'
import { describe, expect, it } from 'vitest'
import { findFreePorts } from '../../../../src/main/demo/free-ports'

describe('findFreePorts', () => {
  it('finds different ports below the range of outgoing connections, on which one can listen', async () => {
    const ports = await findFreePorts(5)
    expect(new Set(ports).size).toBe(5)
    for (const port of ports) {
      expect(port).toBeGreaterThanOrEqual(20_000)
      expect(port).toBeLessThan(32_000)
      const server = createServer()
      await new Promise<void>((resolve, reject) => server.once('error', reject).listen(port, '127.0.0.1', resolve))
      await new Promise((resolve) => server.close(resolve))
    }
  })

  it('says so when there are not enough', async () => {
    await expect(findFreePorts(20_000)).rejects.toMatchObject({ code: 'demo.no-free-port' })
  })
})
