// @vitest-environment happy-dom
import { QueryClientProvider } from '@tanstack/react-query'
import { act, cleanup, render, screen, waitFor, within } from '@testing-library/react'
import { Tooltip } from 'radix-ui'
import { createElement } from 'react'
import { afterEach, beforeAll, expect, describe, it, vi } from 'vitest'
import { line } from '../../../../../src/renderer/api/line'
import { queryClient } from '../../../../../src/renderer/api/queries'
import { IdentitiesSection } from '../../../../../src/renderer/features/settings/identities-section'
import { startI18n } from '../../../../../src/renderer/locales/i18n'
import { AppError } from '../../../../../src/shared/errors/app-error'

// the page opens its line when it is loaded; here it never gets through
vi.hoisted(() => {
  globalThis.WebSocket = class {
    close(): void {}
  } as never
})

beforeAll(() => startI18n())
afterEach(() => {
  cleanup()
  queryClient.clear()
  vi.restoreAllMocks()
})

const nothing = { keys: [], accounts: [] }

/** The section, with what is remembered until it is forgotten. */
async function show(remembered: object, forget: () => object = () => ({})) {
  let now = remembered
  vi.spyOn(line, 'request').mockImplementation(async (name): Promise<never> => {
    if (name === 'identity:forget') {
      now = { ...nothing, inKeychain: nothing }
      return forget() as never
    }
    return { keys: [], agent: { isRunning: false, keys: [] }, remembered: now } as never
  })
  const page = createElement(Tooltip.Provider, null, createElement(IdentitiesSection))
  render(createElement(QueryClientProvider, { client: queryClient }, page))
  const list = await screen.findByRole('list', { name: 'Passphrases and passwords' })
  const names = () =>
    within(list)
      .queryAllByRole('listitem')
      .map(({ textContent }) => textContent)
  return { names, forget: () => act(() => screen.getByRole('button', { name: 'Forget them now' }).click()) }
}

describe('IdentitiesSection', () => {
  const inKeychain = { keys: ['/k/a', '/k/b'], accounts: ['deploy'] }

  it('says which passphrases and passwords are kept in the keychain, each once', async () => {
    const { names } = await show({ keys: ['/k/a', '/k/c'], accounts: ['root'], inKeychain })
    const mark = 'in the keychain'
    expect(names()).toEqual([`/k/a${mark}`, '/k/c', 'password of root', `/k/b${mark}`, `password of deploy${mark}`])
  })

  it('forgets also what is in the keychain only, and shows what is left when that fails', async () => {
    const { names, forget } = await show({ ...nothing, inKeychain }, () => {
      throw new AppError('ssh.keychain-keeps', { details: { name: 'SSH', reason: 'no space left' } })
    })
    forget()
    await waitFor(() => expect(names()).toEqual([]))
    expect(screen.getByText(/could not be removed from the keychain of this computer: no space left/)).toBeDefined()
  })
})
