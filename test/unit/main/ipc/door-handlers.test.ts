import { describe, expect, it } from 'vitest'
import { doorHandlers } from '../../../../src/main/ipc/door-handlers'
import { dispatch } from '../../../../src/main/ipc/router'
import type { Handlers } from '../../../../src/shared/ipc/contract'

describe('doorHandlers', () => {
  it('give a fresh link where the console is served, and say so where it is not', async () => {
    const ask = (webLink?: () => Promise<string>) => dispatch(doorHandlers(webLink) as Handlers, 'web:link', {})
    expect(await ask(() => Promise.resolve('http://127.0.0.1/'))).toEqual({
      ok: true,
      value: { url: 'http://127.0.0.1/' },
    })
    expect(await ask()).toMatchObject({ ok: false, error: { code: 'web.not-served', details: { pid: process.pid } } })
  })
})
