import { describe, expect, it } from 'vitest'
import type { Restore } from '../../../src/main/db/restored'
import { TroubleNews } from '../../../src/main/ipc/trouble-news'
import type { RolloutEntry } from '../../../src/main/ports/rollouts'
import { RestoreNews } from '../../../src/main/restore-news'
import { asRolloutId } from '../../../src/shared/domain/ids'
import { FakeClock, turns } from '../../helpers/fake-clock'

const [r1, r2] = [asRolloutId('r1'), asRolloutId('r2')]
const dayMs = 24 * 3_600_000

function newsOf(restore: Restore | undefined, logged: string[] = ['r1']) {
  const clock = new FakeClock()
  const open = new Set([r1])
  const troubles = new TroubleNews({ clock, onChange: () => undefined })
  const news = new RestoreNews({
    restore,
    book: { list: () => [...open].map((rollout) => ({ rollout }) as RolloutEntry) },
    troubles,
    listLogged: () => Promise.resolve(logged),
    isKnown: (id) => id === 'r1',
    nowMs: () => clock.nowMs(),
  })
  const told = () => troubles.list().map(({ details }) => `${String(details['open'])} ${String(details['unknown'])}`)
  return { clock, open, news, told }
}

describe('RestoreNews', () => {
  it('tells of what was in progress until it is over', async () => {
    const { open, news, told } = newsOf({ noticedAtMs: 1_000_000, lastEventAtMs: 5, open: [r1] })
    await turns()
    expect(told()).toEqual(['r1 –'])
    expect([news.isBehind(r1), news.isBehind(r2)]).toEqual([true, false])
    open.delete(r1)
    news.tell()
    expect(told()).toEqual([])
  })

  it('tells of rollouts that it does not know at once, and of those that only the logs know soon', async () => {
    const { clock, news, told } = newsOf({ noticedAtMs: 1_000_000, open: [], missing: r2 }, ['r1', 'r3'])
    expect(told()).toEqual(['– r2'])
    await turns()
    expect(told()).toEqual(['– r2, r3'])
    clock.advance(8 * dayMs)
    news.tell()
    expect(told()).toEqual([])
  })

  it('has nothing to say of a database that was never put back', async () => {
    const { news, told } = newsOf(undefined, ['r3'])
    await turns()
    expect(told()).toEqual([])
    expect(news.isBehind(r1)).toBe(false)
  })
})
