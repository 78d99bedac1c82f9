import { describe, expect, it } from 'vitest'
import type { RolloutCommand } from '../../../../src/shared/domain/rollout-command'
import { decide, decideCreation } from '../../../../src/shared/domain/rollout-decide'
import { effectsOf } from '../../../../src/shared/domain/rollout-effects'
import type { RolloutState } from '../../../../src/shared/domain/rollout-state'
import { lockSettingsOf } from '../../../../src/shared/domain/cluster-lock'
import { settingsFixture } from '../../../helpers/rollout-fixture'

const context = { actor: 'ann', atMs: 1_000 }
const lock = { host: 'web-01', directory: '~/.lastmile/locks', expiryMs: 300_000 }
const taken = { kind: 'take-lock', lock: 'console1' } as const
const lost = { kind: 'lose-lock', lock: 'console1', reason: 'it was broken' } as const

const created = (first?: Parameters<typeof decideCreation>[2]) =>
  decideCreation({ ...settingsFixture({ batches: [2] }), lock }, context, first)

function after(state: RolloutState, ...commands: RolloutCommand[]): RolloutState {
  return commands.reduce((sofar, command) => {
    const decision = decide(sofar, command, context)
    if (decision.kind === 'refused') throw new Error(decision.code)
    return decision.state
  }, state)
}

describe('decideLock', () => {
  it('begins a rollout with its lock, and with whose lock was broken for it', () => {
    const holder = { lock: 'console2', by: 'bob', machine: 'm', folder: '/d', rollout: 'r0' }
    const broken = { holder, silentMs: 301_000, reason: 'bob is away' }
    const { events, state } = created({ ...taken, broken })
    expect(events.map(({ kind }) => kind)).toEqual(['rollout-created', 'lock-broken', 'lock-taken', 'gate-reached'])
    expect(effectsOf(state)).toEqual([{ kind: 'hold-lock', key: 'hold-lock/console1', lock: 'console1' }])
  })

  it('brakes when it is lost, and lets nobody go on before it is there again or a person does without it', () => {
    const state = after(created(taken).state, lost, lost)
    expect(state).toMatchObject({ brake: { cause: 'lock', reason: 'it was broken' }, lock: { kind: 'lost' } })
    expect(effectsOf(state)).toEqual([])
    expect(decide(state, { kind: 'resume' }, context)).toMatchObject({ kind: 'refused', code: 'lock.lost' })
    expect(after(state, taken, { kind: 'resume' }).brake).toBeUndefined()
    const waive = (reason: string) => ({ kind: 'waive-lock', reason }) as const
    expect(decide(state, waive(' '), context)).toMatchObject({ kind: 'refused', code: 'gate.reason-missing' })
    expect(after(state, waive('the host burnt'), { kind: 'resume' })).toMatchObject({ lock: { by: 'ann' } })
  })

  it('is given back at the end, and goes over to a rollback', () => {
    const revoked = after(created(taken).state, { kind: 'revoke', reason: 'superseded' })
    expect(effectsOf(revoked)).toEqual([{ kind: 'release-lock', key: 'release-lock/console1', lock: 'console1' }])
    expect(after(revoked, { kind: 'release-lock', lock: 'console1' }).lock).toBeUndefined()
    const undone = after(created(taken).state, { kind: 'roll-back', by: 'r2' as never, reason: 'bad' })
    expect(effectsOf(undone)).toEqual([])
  })
})

describe('lockSettingsOf', () => {
  const hosts = [{ name: 'web-01', labels: {}, canary: false }]
  it.each([
    [undefined, lock],
    [
      { via: 'lb-01', expiry: 9_000 },
      { ...lock, host: 'lb-01', expiryMs: 9_000 },
    ],
    [false, undefined],
  ] as const)('of %j', (written, expected) => expect(lockSettingsOf({ lock: written, hosts })).toEqual(expected))
  it('needs a host', () => expect(lockSettingsOf({ lock: undefined, hosts: [] })).toBeUndefined())
})
