import { readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { sessionIdleMs, Sessions } from '../../../../src/main/web/sessions'
import { FakeClock } from '../../../helpers/fake-clock'
import { tempFolder } from '../../../helpers/temp-folder'

function opened() {
  const clock = new FakeClock()
  const file = join(tempFolder(), 'web-sessions.json')
  const open = () => new Sessions(file, () => clock.nowMs())
  return { clock, file, open, sessions: open() }
}

describe('Sessions', () => {
  it('know who was let in, and nobody else', () => {
    const { sessions } = opened()
    const [one, other] = [sessions.open(), sessions.open()]
    expect(one).not.toBe(other)
    expect([one, other, `${one}x`, '', undefined].map((id) => sessions.isOpen(id))).toEqual([
      true,
      true,
      false,
      false,
      false,
    ])
  })

  it('end twelve hours after the last use', () => {
    const { sessions, clock } = opened()
    const id = sessions.open()
    clock.advance(sessionIdleMs)
    expect(sessions.isOpen(id)).toBe(true)
    clock.advance(sessionIdleMs)
    expect(sessions.isOpen(id)).toBe(true)
    clock.advance(sessionIdleMs + 1)
    expect(sessions.isOpen(id)).toBe(false)
    clock.advance(-sessionIdleMs)
    expect(sessions.isOpen(id)).toBe(false)
  })

  it('do not end while a page is open', () => {
    const { sessions, clock } = opened()
    const id = sessions.open()
    const release = sessions.hold(id)
    clock.advance(10 * sessionIdleMs)
    release?.()
    clock.advance(sessionIdleMs)
    expect(sessions.isOpen(id)).toBe(true)
    expect(sessions.hold('another')).toBeUndefined()
  })

  it('go on after a restart, and age meanwhile', () => {
    const { sessions, open, clock } = opened()
    const id = sessions.open()
    clock.advance(sessionIdleMs / 2)
    expect(sessions.isOpen(id)).toBe(true)
    sessions.close()
    clock.advance(sessionIdleMs)
    expect(open().isOpen(id)).toBe(true)
    sessions.close()
    clock.advance(sessionIdleMs + 1)
    expect(open().isOpen(id)).toBe(false)
  })

  it('go on after a crash, too', () => {
    const { sessions, open } = opened()
    const id = sessions.open()
    expect(open().isOpen(id)).toBe(true)
  })

  it('write down nothing that lets anybody in, for their owner only', () => {
    const { sessions, file } = opened()
    const id = sessions.open()
    expect(readFileSync(file, 'utf8')).not.toContain(id)
    expect((statSync(file).mode & 0o777).toString(8)).toBe('600')
  })

  it('let nobody in by a file that is broken', () => {
    const { file, open } = opened()
    writeFileSync(file, '[{"digest":')
    const sessions = open()
    expect(sessions.isOpen('x')).toBe(false)
    expect(sessions.isOpen(sessions.open())).toBe(true)
  })

  it('make room for new ones by forgetting the one used least recently', () => {
    const { sessions, clock } = opened()
    const ids = Array.from({ length: 100 }, () => {
      clock.advance(1)
      return sessions.open()
    })
    clock.advance(1)
    sessions.isOpen(ids[0])
    sessions.open()
    expect([ids[0], ids[1], ids[2]].map((id) => sessions.isOpen(id))).toEqual([true, false, true])
  })
})
