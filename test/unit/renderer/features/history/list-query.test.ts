import { describe, expect, it } from 'vitest'
import { listLimit, parseListQuery, toListRequest } from '../../../../../src/renderer/features/history/list-query'

const ask = (search: string) => toListRequest(parseListQuery(search))

describe('toListRequest', () => {
  it('asks for what the address says', () => {
    expect(ask('app=shop&environment=prod&result=failed&person=ann&text=4.2')).toEqual({
      app: 'shop',
      environment: 'prod',
      result: 'failed',
      startedBy: 'ann',
      text: '4.2',
      limit: listLimit,
    })
    expect(ask('result=open')).toEqual({ isOpen: true, limit: listLimit })
  })

  it('takes whole days, the last one included', () => {
    const { fromMs, toMs } = ask('from=2026-03-01&to=2026-03-01')
    expect([fromMs, toMs]).toEqual([new Date(2026, 2, 1).getTime(), new Date(2026, 2, 2).getTime()])
    expect(ask('to=2026-12-31').toMs).toBe(new Date(2027, 0, 1).getTime())
  })

  it.each(['from=yesterday', 'from=2026-02-31', 'result=nice', 'app=', 'unknown=1'])('leaves %s aside', (search) => {
    expect(ask(search)).toEqual({ limit: listLimit })
  })
})
