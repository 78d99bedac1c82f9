import { describe, expect, it } from 'vitest'
import { evidenceHandlers, type EvidenceServices } from '../../../../src/main/ipc/evidence-handlers'
import { dispatch } from '../../../../src/main/ipc/router'
import type { RolloutService } from '../../../../src/main/rollout/rollout-service'
import { asHostName } from '../../../../src/shared/domain/ids'
import type { Handlers } from '../../../../src/shared/ipc/contract'

function opened() {
  const asked: unknown[] = []
  const note = <T>(reply: T) => {
    return (...args: unknown[]) => {
      asked.push(args)
      return Promise.resolve(reply)
    }
  }
  const hit = { rollout: 'r1', host: 'web-01', step: 'verify', attempt: 1, line: 3, text: 'boom' }
  const shell = {
    shell: 's1',
    app: 'shop',
    environment: 'production',
    host: asHostName('web-01'),
    openedBy: 'ann',
    openedAtMs: 5,
    sizeBytes: 0,
  }
  const services = {
    rollouts: { find: (text: string) => `${text}-found` } as unknown as RolloutService,
    book: {
      listOpenDebts: (filter: object) => {
        asked.push(filter)
        return []
      },
    } as unknown as EvidenceServices['book'],
    settle: note([{ debt: 'd1', host: 'web-01', ok: true }]),
    stage: note([{ host: 'web-01', ok: true }]),
    logs: {
      list: note([{ step: 'verify', attempt: 1, sizeBytes: 9 }]),
      read: note({ bytes: Buffer.from([0, 255, 10]), nextOffset: 12 }),
      search: note([hit]),
      health: () => ({ file: 'logs.db', setAside: [] }),
    },
    retention: {} as EvidenceServices['retention'],
    shells: {
      list: (filter: object) => {
        asked.push(filter)
        return [shell]
      },
    },
  } as EvidenceServices
  const handlers = evidenceHandlers(services) as unknown as Handlers
  const ask = async (name: string, input: object) => {
    const result = await dispatch(handlers, name, input)
    return result.ok ? result.value : result.error
  }
  return { ask, asked, hit, shell }
}

describe('evidenceHandlers', () => {
  it('read logs of the rollout that is meant, as bytes that any transport carries', async () => {
    const { ask, asked } = opened()
    expect(await ask('log:list', { rollout: 'ab', host: 'web-01' })).toMatchObject([{ step: 'verify', sizeBytes: 9 }])
    const read = await ask('log:read', { rollout: 'ab', host: 'web-01', step: 'verify', attempt: 1, fromOffset: 9 })
    expect(read).toEqual({ bytes: Buffer.from([0, 255, 10]).toString('base64'), nextOffset: 12 })
    expect(asked).toEqual([
      ['ab-found', 'web-01'],
      [{ rollout: 'ab-found', host: 'web-01', step: 'verify', attempt: 1 }, 9, 512 * 1024],
    ])
  })

  it('search in one rollout or in all', async () => {
    const { ask, asked, hit } = opened()
    expect(await ask('log:search', { text: 'boom', limit: 5 })).toEqual([hit])
    await ask('log:search', { text: 'boom', limit: 5, rollout: 'ab' })
    expect(asked).toMatchObject([[{ text: 'boom' }], [{ text: 'boom', rollout: 'ab-found' }]])
  })

  it('list recorded shells, of one rollout or of all', async () => {
    const { ask, asked, shell } = opened()
    expect(await ask('shell:list', { host: 'web-01' })).toEqual([shell])
    await ask('shell:list', { rollout: 'ab' })
    expect(asked).toEqual([{ host: 'web-01' }, { rollout: 'ab-found' }])
  })

  it('list and settle debts, and stage a version', async () => {
    const { ask, asked } = opened()
    expect(await ask('debt:list', { host: 'web-01' })).toEqual([])
    const settling = { debts: ['d1'], by: 'ann', byHand: false }
    expect(await ask('debt:settle', settling)).toEqual([{ debt: 'd1', host: 'web-01', ok: true }])
    const staging = { app: 'shop', environment: 'production', version: '1.1.0', by: 'ann' }
    expect(await ask('stage:run', staging)).toEqual([{ host: 'web-01', ok: true }])
    expect(asked).toEqual([{ host: 'web-01' }, [settling], [staging]])
  })
})
