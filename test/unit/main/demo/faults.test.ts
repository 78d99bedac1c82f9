import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { findFault, parseFault, writeFaults } from '../../../../src/main/demo/faults'

describe('parseFault', () => {
  it('reads a host and a step', () => {
    expect(parseFault('web-07:verify')).toEqual({ host: 'web-07', step: 'verify' })
  })

  it.each(['', 'web-07', 'web-07:', ':verify', 'web-07:restarts', 'web-07:verify:now', 'web-07: verify'])(
    'refuses "%s"',
    (text) => {
      expect(() => parseFault(text)).toThrow(expect.objectContaining({ code: 'demo.bad-fault' }))
    },
  )
})

describe('writeFaults', () => {
  let dir = ''
  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), 'lm-faults-'))
  })
  afterEach(() => rmSync(dir, { recursive: true }))

  it('switches a step off on one host for one version', async () => {
    await writeFaults(dir, [{ host: 'web-02', step: 'fetch' }], '1.1.0')
    expect([
      findFault(dir, { host: 'web-02', step: 'fetch' }),
      findFault(dir, { host: 'web-02', step: 'verify' }),
      findFault(dir, { host: 'web-03', step: 'fetch' }),
    ]).toEqual(['1.1.0', undefined, undefined])
  })
})
