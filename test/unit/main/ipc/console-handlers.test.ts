import { describe, expect, it } from 'vitest'
import { readPreferences, savePreferences } from '../../../../src/main/db/preferences'
import { recordMeta } from '../../../../src/main/db/repositories/meta'
import { consoleHandlers, type ConsoleServices } from '../../../../src/main/ipc/console-handlers'
import { dispatch } from '../../../../src/main/ipc/router'
import type { Handlers } from '../../../../src/shared/ipc/contract'
import { tempDb } from '../../../helpers/temp-db'

const info = { pid: 7, version: '1', dataFolder: '/data', user: 'ann', startedAtMs: 5, platform: 'linux' }

function opened() {
  const db = tempDb()
  const services = {
    info: () => info,
    preferences: { read: () => readPreferences(db), save: (wanted) => savePreferences(db, wanted) },
  } as ConsoleServices
  const handlers = consoleHandlers(services) as unknown as Handlers
  const ask = async (name: string, input: object) => {
    const result = await dispatch(handlers, name, input)
    return result.ok ? result.value : result.error.code
  }
  return { ask, db }
}

describe('consoleHandlers', () => {
  it('say what this console is', async () => {
    expect(await opened().ask('console:info', {})).toEqual(info)
  })

  it('keep preferences; what is not named stays as it is', async () => {
    const { ask, db } = opened()
    const defaults = { theme: 'system', density: 'comfortable' }
    expect(await ask('preferences:read', {})).toEqual(defaults)
    expect(await ask('preferences:save', { theme: 'dark', person: 'ann' })).toEqual({
      ...defaults,
      theme: 'dark',
      person: 'ann',
    })
    const both = { theme: 'dark', density: 'comfortable', person: 'ann', language: 'zh-CN' }
    expect(await ask('preferences:save', { language: 'zh-CN' })).toEqual(both)
    expect(await ask('preferences:read', {})).toEqual(both)
    expect(await ask('preferences:save', { theme: 'pink' })).toBe('console.bad-request')
    for (const broken of ['{', '{"theme":"pink"}']) {
      recordMeta(db, 'preferences', broken)
      expect(await ask('preferences:read', {})).toEqual(defaults)
    }
  })
})
