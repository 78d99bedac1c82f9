import { describe, expect, it } from 'vitest'
import { tellTroubles } from '../../../../src/main/cli/tell-troubles'
import { LocalClient } from '../../../../src/main/ipc/local-client'
import { PushHub } from '../../../../src/main/ipc/push-hub'
import { TroubleNews } from '../../../../src/main/ipc/trouble-news'
import { AppError } from '../../../../src/shared/errors/app-error'
import type { Handlers } from '../../../../src/shared/ipc/contract'
import { FakeClock, turns } from '../../../helpers/fake-clock'

describe('tellTroubles', () => {
  it('tells what is wrong, what that means, and once when it is over', async () => {
    const pushes = new PushHub()
    const troubles = new TroubleNews({
      clock: new FakeClock(),
      onChange: (open) => pushes.send('trouble:changed', { open: [...open] }),
    })
    // the only request that is made here
    const handlers = { 'trouble:list': () => [...troubles.list()] } as unknown as Handlers
    const said: string[] = []
    troubles.report('journal', new AppError('db.disk-full', { details: { file: '/data/lastmile.db' } }))
    const stop = tellTroubles(new LocalClient(handlers, pushes, () => Promise.resolve()), (line) => said.push(line))
    await turns()
    pushes.flush()
    expect(said).toHaveLength(1)
    expect(said[0]).toMatch(/^Rollouts hold: .*No space is left for \/data\/lastmile\.db/)
    troubles.clear('journal')
    pushes.flush()
    expect(said).toHaveLength(2)
    expect(said[1]).toBe('The journal can be written again: rollouts go on.')
    stop()
    troubles.report('logs', new AppError('db.locked', { details: { file: 'logs.db' } }))
    pushes.flush()
    expect(said).toHaveLength(2)
  })
})
