import { describe, expect, it } from 'vitest'
import { dispatch } from '../../../../src/main/ipc/router'
import type { Handlers } from '../../../../src/shared/ipc/contract'
import { AppError } from '../../../../src/shared/errors/app-error'

const handlersOf = (some: object) => some as Handlers

describe('dispatch', () => {
  it('parses what comes in and what goes out, and drops what no transport carries', async () => {
    const handlers = handlersOf({
      'debt:list': (filter: object) => {
        expect(filter).toEqual({ host: 'web-01' })
        return []
      },
      'rollout:show': () => ({ state: 'braked', result: undefined }),
    })
    expect(await dispatch(handlers, 'debt:list', { host: 'web-01' })).toEqual({ ok: true, value: [] })
    expect(await dispatch(handlers, 'rollout:show', { rollout: 'r1' })).toEqual({
      ok: true,
      value: { state: 'braked' },
    })
  })

  it.each([
    ['nonsense', {}, 'console.unknown-request'],
    ['toString', {}, 'console.unknown-request'],
    ['__proto__', {}, 'console.unknown-request'],
    ['rollout:show', {}, 'console.bad-request'],
    ['rollout:show', { rollout: '' }, 'console.bad-request'],
    ['rollout:show', { rollout: 'r1', more: 1 }, 'console.bad-request'],
    ['rollout:show', undefined, 'console.bad-request'],
  ])('refuses %s with %o', async (name, input, code) => {
    expect(await dispatch(handlersOf({}), name, input)).toMatchObject({ ok: false, error: { code } })
  })

  it('gives an error back with its code, its sentence and its details', async () => {
    const failing = handlersOf({
      'rollout:show': () => Promise.reject(new AppError('rollout.unknown', { details: { rollout: 'r9' } })),
    })
    expect(await dispatch(failing, 'rollout:show', { rollout: 'r9' })).toEqual({
      ok: false,
      error: {
        code: 'rollout.unknown',
        message: expect.stringContaining('"r9"') as string,
        details: { rollout: 'r9' },
      },
    })
  })

  it('tells a bug as one, without its stack, be it thrown or a reply of the wrong shape', async () => {
    const broken = handlersOf({
      'rollout:show': () => {
        throw new TypeError('x is not a function')
      },
      'debt:list': () => [{ nonsense: true }],
    })
    for (const [name, input] of [['rollout:show', { rollout: 'r1' }] as const, ['debt:list', {}] as const]) {
      const reply = await dispatch(broken, name, input)
      expect(reply).toMatchObject({ ok: false, error: { code: 'internal.bug', details: {} } })
      expect(JSON.stringify(reply)).not.toContain('.ts:')
    }
  })
})
