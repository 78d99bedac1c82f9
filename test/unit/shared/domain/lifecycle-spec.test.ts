import { describe, expect, it } from 'vitest'
import { mergeLifecycle } from '../../../../src/shared/domain/lifecycle-spec'

describe('mergeLifecycle', () => {
  it.each([
    ['run drops stop and start', { restart: { stop: 'a', start: 'b' } }, { restart: { run: 'c' } }],
    ['run drops http', { verify: { http: 'http://x' } }, { verify: { run: 'c' } }],
  ])('%s', (_, app, environment) => {
    expect(mergeLifecycle(app, environment)).toStrictEqual(environment)
  })

  it('takes on from the environment and forgets via of the app', () => {
    expect(
      mergeLifecycle({ drain: { run: 'a', via: 'lb', timeout: 5 } }, { drain: { run: 'b', on: 'local' } }),
    ).toStrictEqual({ drain: { run: 'b', on: 'local', timeout: 5 } })
  })

  it('removes a step that the environment switches off and keeps the others', () => {
    expect(
      mergeLifecycle({ drain: { run: 'a' }, admit: { run: 'b' }, quiet: {} }, { drain: 'off', admit: 'off' }),
    ).toStrictEqual({ quiet: {} })
  })
})
