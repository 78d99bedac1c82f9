import { describe, expect, it } from 'vitest'
import { objectionsOf } from '../../../../../src/renderer/features/new-launch/objections'
import { AppError } from '../../../../../src/shared/errors/app-error'

describe('objectionsOf', () => {
  it('takes what a start would refuse from among the warnings of the plan, as the errors they are', () => {
    const details = { app: 'shop', version: '1.2.3', environment: 'production' }
    const objections = objectionsOf([
      { code: 'release.no-digest', message: 'A start would be refused: …', details },
      { code: 'low-capacity', message: 'Few hosts.', details: {} },
      { code: 'toString', message: 'No code at all.' },
    ])
    expect(objections).toEqual([new AppError('release.no-digest', { details })])
  })
})
