import { spawn } from 'node:child_process'
import { EventEmitter } from 'node:events'
import { describe, expect, it } from 'vitest'
import { requireStreams } from '../../../../src/main/shell/require-streams'

describe('requireStreams', () => {
  it('gives back a process that has its streams, also one that cannot begin', async () => {
    const child = spawn('/nowhere/sh', [])
    expect(requireStreams(child)).toBe(child)
    await new Promise((resolve) => child.once('close', resolve))
  })

  it('says that no more files can be opened where Node gives a process none, and outlives its error', () => {
    const child = Object.assign(new EventEmitter(), { stdin: null })
    expect(() => requireStreams(child as never)).toThrow(expect.objectContaining({ code: 'console.out-of-files' }))
    child.emit('error', new Error('spawn /bin/sh EMFILE'))
  })
})
