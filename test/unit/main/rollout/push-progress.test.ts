import { describe, expect, it } from 'vitest'
import type { LogKey, LogSink } from '../../../../src/main/ports/logs'
import { pushProgress } from '../../../../src/main/rollout/push-progress'
import { asHostName, asRolloutId } from '../../../../src/shared/domain/ids'

const key: LogKey = { rollout: asRolloutId('r1'), host: asHostName('web-01'), step: 'push', attempt: 1 }

class MemoryLog implements LogSink {
  text = ''
  write(_: LogKey, offset: number, bytes: Buffer): boolean {
    expect(offset).toBe(this.text.length)
    this.text += bytes.toString()
    return true
  }
  drained = () => Promise.resolve()
  flush = () => Promise.resolve()
}

describe('pushProgress', () => {
  it('tells a tenth at a time, beginning where an interrupted push goes on', () => {
    const log = new MemoryLog()
    const tell = pushProgress(log, key)
    for (const sent of [1536, 1537, 1700, 2048, 4095, 4096]) tell(sent, 4096)
    expect(log.text.split('\n')).toEqual([
      'sent 1.5 KiB of 4.0 KiB (37 %)',
      'sent 1.7 KiB of 4.0 KiB (41 %)',
      'sent 2.0 KiB of 4.0 KiB (50 %)',
      'sent 4.0 KiB of 4.0 KiB (99 %)',
      'sent 4.0 KiB of 4.0 KiB (100 %)',
      '',
    ])
  })

  it('tells of an empty package once', () => {
    const log = new MemoryLog()
    pushProgress(log, key)(0, 0)
    expect(log.text).toBe('sent 0 B of 0 B (100 %)\n')
  })
})
