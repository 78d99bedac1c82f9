import { describe, expect, it } from 'vitest'
import { recordReleaseBlock } from '../../../../src/main/db/repositories/releases'
import { releaseHandlers } from '../../../../src/main/ipc/release-handlers'
import { dispatch } from '../../../../src/main/ipc/router'
import type { Handlers } from '../../../../src/shared/ipc/contract'
import { ServiceHarness } from '../../../helpers/service-harness'

function opened() {
  const harness = new ServiceHarness()
  const handlers = releaseHandlers(harness) as unknown as Handlers
  const ask = async (name: string, input: object) => {
    const result = await dispatch(handlers, name, input)
    return result.ok ? result.value : result.error.code
  }
  return { harness, ask }
}

describe('releaseHandlers', () => {
  it('list versions with what they bring, and lift a block with a reason', async () => {
    const { harness, ask } = opened()
    await harness.start('1.1.0', { notes: 'faster' })
    const blocked = { by: 'bob', atMs: 9, reason: 'slow' }
    recordReleaseBlock(harness.db, 'shop', '1.1.0', blocked)
    const [release] = (await ask('release:list', { app: 'shop' })) as object[]
    expect(release).toMatchObject({ app: 'shop', version: '1.1.0', notes: 'faster', blocked })
    const lift = { app: 'shop', version: '1.1.0', by: 'ann', reason: 'was the network' }
    expect(await ask('release:unblock', { ...lift, reason: ' ' })).toBe('gate.reason-missing')
    expect(await ask('release:unblock', lift)).toEqual({})
    expect(await ask('release:list', { app: 'shop' })).toMatchObject([{ version: '1.1.0' }])
    expect(harness.releases.find('shop', '1.1.0')?.blocked).toBeUndefined()
    expect(await ask('release:unblock', lift)).toBe('release.not-blocked')
    expect(await ask('release:unblock', { ...lift, app: 'none' })).toBe('rollout.app-unknown')
    expect(await ask('release:list', { app: 'none' })).toEqual([])
  })
})
