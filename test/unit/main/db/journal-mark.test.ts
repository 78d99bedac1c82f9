import { writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { findMissingByMark, JournalMark } from '../../../../src/main/db/journal-mark'
import { appendEvents } from '../../../../src/main/db/repositories/journal'
import { asRolloutId } from '../../../../src/shared/domain/ids'
import { tempDbWithRollout } from '../../../helpers/temp-db'

const rollout = asRolloutId('aaaaaaaaaa')
const event = { at: 1, actor: 'ada', kind: 'brake-pulled', payload: {} }

describe('JournalMark', () => {
  it('names the rollout of which a database lacks events', () => {
    const db = tempDbWithRollout()
    const file = join(dirname(db.name), 'journal.mark')
    expect(findMissingByMark(db, file)).toBeUndefined()
    const mark = new JournalMark(file)
    appendEvents(db, rollout, 0, [event, event])
    mark.note(rollout, 2)
    expect(findMissingByMark(db, file)).toBeUndefined()
    mark.note(rollout, 10)
    expect(findMissingByMark(db, file)).toBe(rollout)
    mark.note(rollout, 1)
    expect(findMissingByMark(db, file)).toBeUndefined()
    mark.note(asRolloutId('zzzzzzzzzz'), 1)
    expect(findMissingByMark(db, file)).toBe('zzzzzzzzzz')
    mark.close()
  })

  it('does without where it cannot be written or read', () => {
    const db = tempDbWithRollout()
    const file = join(dirname(db.name), 'no', 'such', 'folder', 'journal.mark')
    const mark = new JournalMark(file)
    mark.note(rollout, 1)
    mark.close()
    expect(findMissingByMark(db, file)).toBeUndefined()
    const garbage = join(dirname(db.name), 'garbage')
    writeFileSync(garbage, Buffer.alloc(64))
    expect(findMissingByMark(db, garbage)).not.toBe(rollout)
  })
})
