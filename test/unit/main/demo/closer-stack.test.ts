import { describe, expect, it } from 'vitest'
import { CloserStack } from '../../../../src/main/demo/closer-stack'

describe('CloserStack', () => {
  const closed: string[] = []
  const part = (name: string, failure?: Error) => ({
    close: () => {
      closed.push(name)
      return failure ? Promise.reject(failure) : Promise.resolve()
    },
  })

  it('closes the last opened first, once', async () => {
    closed.length = 0
    const stack = new CloserStack()
    for (const name of ['a', 'b', 'c']) stack.push(part(name))
    await Promise.all([stack.close(), stack.close()])
    expect(closed).toEqual(['c', 'b', 'a'])
  })

  it('closes the others when one fails, and says so', async () => {
    closed.length = 0
    const stack = new CloserStack()
    stack.push(part('a'))
    stack.push(part('b', new Error('b is stuck')))
    await expect(stack.close()).rejects.toThrow('b is stuck')
    expect(closed).toEqual(['b', 'a'])
  })

  it('closes what opens too late', async () => {
    closed.length = 0
    const stack = new CloserStack()
    await stack.close()
    stack.push(part('late'))
    await stack.close()
    expect(closed).toEqual(['late'])
  })
})
