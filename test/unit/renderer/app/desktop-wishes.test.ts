// @vitest-environment happy-dom
import { renderHook } from '@testing-library/react'
import { afterEach, describe, expect, it } from 'vitest'
import { useCommands, type PaletteCommand } from '../../../../src/renderer/app/commands'
import { followDesktopWishes, useDesktopWishes } from '../../../../src/renderer/app/desktop-wishes'
import { closeFleetDialog, useFleetDialog } from '../../../../src/renderer/features/fleet/fleet-dialogs'

const ran: string[] = []
const commands: readonly PaletteCommand[] = [
  { id: 'brake', label: 'Brake', group: 'Do', run: () => void ran.push('brake') },
]

const say = (data: unknown, source: unknown = window) =>
  window.dispatchEvent(Object.assign(new Event('message'), { data, source }))

followDesktopWishes()
afterEach(() => {
  ran.length = 0
  window.location.hash = ''
  closeFleetDialog()
})

describe('useDesktopWishes', () => {
  it('does what came before the page was there, and what comes then', () => {
    say({ lastmile: { kind: 'go', place: '/rollouts/k7m2' } })
    expect(window.location.hash).toBe('')
    const { unmount } = renderHook(() => {
      useCommands(commands)
      useDesktopWishes()
    })
    expect(window.location.hash).toBe('#/rollouts/k7m2')
    say({ lastmile: { kind: 'command', command: 'brake' } })
    say({ lastmile: { kind: 'command', command: 'no-such' } })
    expect(ran).toEqual(['brake'])
    say({ lastmile: { kind: 'file', text: 'app: shop', fileName: 'lastmile.yml' } })
    expect(window.location.hash).toBe('#/fleet')
    expect(useFleetDialog.getState().dialog).toEqual({ kind: 'file', text: 'app: shop', fileName: 'lastmile.yml' })
    unmount()
  })

  it.each([
    ['another window', { lastmile: { kind: 'command', command: 'brake' } }, {}],
    ['a message of another kind', { kind: 'command', command: 'brake' }, undefined],
    ['a wish with more in it', { lastmile: { kind: 'command', command: 'brake', sign: true } }, undefined],
    ['a place that is none', { lastmile: { kind: 'go', place: 'https://example.com' } }, undefined],
    ['the port of the line', 'lastmile:port', undefined],
  ])('does not listen to %s', (_what, data, source) => {
    const { unmount } = renderHook(() => {
      useCommands(commands)
      useDesktopWishes()
    })
    say(data, source ?? window)
    expect([ran, window.location.hash]).toEqual([[], ''])
    unmount()
  })
})
