// @vitest-environment happy-dom
import { QueryClientProvider } from '@tanstack/react-query'
import { act, cleanup, fireEvent, render, screen, waitFor } from '@testing-library/react'
import { Tooltip } from 'radix-ui'
import { createElement } from 'react'
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { line } from '../../../../src/renderer/api/line'
import { queryClient } from '../../../../src/renderer/api/queries'
import { Questions } from '../../../../src/renderer/app/questions'
import { startI18n } from '../../../../src/renderer/locales/i18n'
import type { WireQuestion } from '../../../../src/shared/ipc/requests/console-requests'

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

type Secret = Extract<WireQuestion, { kind: 'secret' }>

/** The dialog of a question, and what is answered. */
async function show(keychain?: Secret['keychain']) {
  const answers: unknown[] = []
  const question = { kind: 'secret', question: 'q1', text: 'Passphrase for id', askedAtMs: 0, keychain }
  vi.spyOn(line, 'request').mockImplementation((name, input): never => {
    if (name === 'question:answer') answers.push(input)
    return Promise.resolve(name === 'question:list' ? [question] : {}) as never
  })
  const page = createElement(Tooltip.Provider, null, createElement(Questions))
  render(createElement(QueryClientProvider, { client: queryClient }, page))
  const field = await screen.findByLabelText('Secret')
  const give = async () => {
    fireEvent.change(field, { target: { value: 'correct horse' } })
    act(() => screen.getByRole('button', { name: 'Give it' }).click())
    await waitFor(() => expect(answers).toHaveLength(1))
    return answers[0]
  }
  return { give, box: () => screen.queryByRole('checkbox', { name: 'Keep it in the keychain of this computer' }) }
}

describe('Questions', () => {
  it('offer to keep a secret where there is a keychain, which nobody gets unasked', async () => {
    const { box, give } = await show('ready')
    expect(box()?.getAttribute('aria-checked')).toBe('false')
    expect(screen.getByText(/never written down/)).toBeDefined()
    expect(await give()).toEqual({ question: 'q1', secret: 'correct horse' })
  })

  it('say that it is to be kept once that is ticked, and how it is forgotten', async () => {
    const { box, give } = await show('ready')
    act(() => box()?.click())
    expect(screen.queryByText(/never written down/)).toBeNull()
    expect(screen.getByText(/Settings › Identities forgets it/)).toBeDefined()
    expect(await give()).toEqual({ question: 'q1', secret: 'correct horse', keep: true })
  })

  it.each([
    ['no-keyring', /this desktop has no keyring/],
    ['locked', /the keychain is locked/],
  ] as const)('say why nothing can be kept: %s', async (keychain, why) => {
    const { box, give } = await show(keychain)
    expect(box()?.hasAttribute('disabled')).toBe(true)
    expect(screen.getByText(why)).toBeDefined()
    act(() => box()?.click())
    expect(await give()).toEqual({ question: 'q1', secret: 'correct horse' })
  })

  it('offer nothing where there is no keychain, and for one-time codes', async () => {
    expect((await show()).box()).toBeNull()
  })
})
