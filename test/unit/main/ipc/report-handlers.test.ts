import { describe, expect, it } from 'vitest'
import { readJournal } from '../../../../src/main/db/repositories/journal'
import { verifyJournal } from '../../../../src/main/db/verify-journal'
import { reportHandlers } from '../../../../src/main/ipc/report-handlers'
import { dispatch } from '../../../../src/main/ipc/router'
import { asRolloutId } from '../../../../src/shared/domain/ids'
import type { Handlers } from '../../../../src/shared/ipc/contract'
import { ServiceHarness, isAtRest } from '../../../helpers/service-harness'

describe('rollout:report', () => {
  it('writes a rollout in each form, from its journal', async () => {
    const harness = new ServiceHarness()
    const { rollout } = await harness.start()
    await harness.drive(rollout, isAtRest)
    const handlers = reportHandlers({
      rollouts: harness.service,
      clock: harness.clock,
      readRows: (id, afterSeq) => readJournal(harness.db, asRolloutId(id), afterSeq + 1),
      verify: (id) => verifyJournal(harness.db, asRolloutId(id)),
    }) as unknown as Handlers
    const write = async (format: string, id: string = rollout) => {
      const result = await dispatch(handlers, 'rollout:report', { rollout: id, format })
      return result.ok ? (result.value as { fileName: string; mediaType: string; text: string }) : result.error.code
    }
    const name = `shop-1.1.0-production-${rollout}`
    expect(await write('html', 'latest')).toMatchObject({
      fileName: `${name}.html`,
      mediaType: 'text/html; charset=utf-8',
      text: expect.stringContaining('their hash chain holds'),
    })
    const json = await write('json')
    const rows = readJournal(harness.db, rollout)
    expect(JSON.parse((json as { text: string }).text)).toMatchObject({
      rollout: { rollout, result: 'succeeded' },
      integrity: { ok: true, rows: rows.length },
      events: rows.map(({ seq, kind }) => ({ seq, kind })),
    })
    expect(await write('csv')).toMatchObject({ fileName: `${name}.csv` })
    expect(await write('html', 'nope')).toBe('rollout.unknown')
    expect(await write('pdf')).toBe('console.bad-request')
  })
})
