import { describe, expect, it } from 'vitest'
import { gateDutyOf, orderOpen, type OpenRollout } from '../../../../../src/renderer/features/board/gate-duty'

const rollout = (id: string, more: Partial<OpenRollout> = {}): OpenRollout => ({
  rollout: id,
  app: 'shop',
  environment: 'production',
  version: '4.2.1',
  type: 'release',
  startedBy: 'kim',
  createdAtMs: 1_000,
  phase: 'waiting',
  position: 'waiting at the gate before-batch-1',
  hosts: 12,
  done: 0,
  failed: 0,
  gate: 'before-batch-1',
  waitingSinceMs: 2_000,
  signedBy: [],
  isNotByStarter: false,
  ...more,
})

describe('gateDutyOf', () => {
  it.each<[string, Partial<OpenRollout>, ReturnType<typeof gateDutyOf>]>([
    ['anybody may sign', {}, 'mine'],
    ['the starter may not', { isNotByStarter: true }, 'not-starter'],
    ['somebody else started it', { isNotByStarter: true, startedBy: 'lee' }, 'mine'],
    ['this person signed already', { signedBy: ['kim'] }, 'signed'],
    ['another person signed', { signedBy: ['lee'] }, 'mine'],
    ['no gate waits', { gate: undefined, phase: 'running' }, undefined],
    ['the brake is on at a gate', { phase: 'braked' }, undefined],
  ])('when %s', (_, more, duty) => {
    expect(gateDutyOf(rollout('a', more), 'kim')).toBe(duty)
  })
})

describe('orderOpen', () => {
  it('puts what waits for this person first, then what is braked, the longest waiting on top', () => {
    const open = [
      rollout('running', { gate: undefined, phase: 'running', createdAtMs: 1, waitingSinceMs: undefined }),
      rollout('braked', { phase: 'braked' }),
      rollout('new', { waitingSinceMs: 9_000 }),
      rollout('old', { waitingSinceMs: 3_000 }),
    ]
    expect(orderOpen(open, 'kim').map((entry) => entry.rollout)).toEqual(['old', 'new', 'braked', 'running'])
  })
})
