import { describe, expect, it } from 'vitest'
import { foldJournal, journalPages } from '../../../../src/main/rollout/journal-pages'
import { asRolloutId } from '../../../../src/shared/domain/ids'
import { evolveAll, type RecordedEvent } from '../../../../src/shared/domain/rollout-evolve'
import { wholeRollout } from '../../../bench/page/whole-rollout'
import { MemoryStore } from '../../../helpers/memory-store'

const rollout = asRolloutId('r1')
const pagesOf = async (store: MemoryStore) => {
  const pages: (readonly RecordedEvent[])[] = []
  for await (const page of journalPages(store, rollout)) pages.push(page)
  return pages
}
const stored = (events: ReturnType<typeof wholeRollout>) => {
  const store = new MemoryStore()
  store.append(rollout, 0, events)
  return store
}

describe('journalPages', () => {
  it('reads a long journal a part at a time, and lets others have their turns', async () => {
    const events = wholeRollout('r1', 50)
    let turns = 0
    const count = () => {
      turns += 1
      timer = setImmediate(count)
    }
    let timer = setImmediate(count)
    const pages = await pagesOf(stored(events))
    clearImmediate(timer)
    expect(pages.map(({ length }) => length)).toEqual([500, 500, events.length - 1_000])
    expect(turns).toBeGreaterThanOrEqual(pages.length - 1)
    expect(pages.flat()).toEqual(events)
  })

  it('ends after a journal that fills its last part', async () => {
    const pages = await pagesOf(stored(wholeRollout('r1', 50).slice(0, 500)))
    expect(pages.map(({ length }) => length)).toEqual([500, 0])
  })
})

describe('foldJournal', () => {
  it('comes to the state that the whole journal comes to', async () => {
    const events = wholeRollout('r1', 50)
    expect(await foldJournal(stored(events), rollout)).toEqual(evolveAll(undefined, events))
  })

  it('knows nothing of a rollout that is unknown, or has lost its beginning', async () => {
    expect(await foldJournal(new MemoryStore(), rollout)).toBeUndefined()
    expect(await foldJournal(stored(wholeRollout('r1', 2).slice(1)), rollout)).toBeUndefined()
  })
})
