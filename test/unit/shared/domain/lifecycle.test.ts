import { describe, expect, it } from 'vitest'
import { attemptLabel, settlingAtMs, settlingAttemptOf } from '../../../../src/shared/domain/lifecycle'

const beganAtMs = 1_795_719_119_060

describe('settlingAtMs', () => {
  it('knows the moments from the counts', () => {
    expect([1, 2, 999_999, beganAtMs].map(settlingAtMs)).toEqual([undefined, undefined, undefined, beganAtMs])
  })
})

describe('attemptLabel', () => {
  it('names an attempt as its run directory does', () => {
    expect([attemptLabel('restart', 2), attemptLabel('admit', beganAtMs)]).toEqual([
      'restart.2',
      'admit.settle-1795719119060',
    ])
  })
})

describe('settlingAttemptOf', () => {
  it('reads the attempt of a try to settle from its name, and of no other', () => {
    const names = ['admit.settle-1795719119060', 'admit.2', 'admit.settle-', 'settle-3']
    expect(names.map(settlingAttemptOf)).toEqual([beganAtMs, undefined, undefined, undefined])
  })
})
