import { describe, expect, it } from 'vitest'
import { SettlingClusters } from '../../../../src/main/rollout/settling-clusters'
import { AppError } from '../../../../src/shared/errors/app-error'

const shop = { app: 'shop', environment: 'production' }
const other = { app: 'shop', environment: 'staging' }

describe('SettlingClusters', () => {
  it('lets those who settle something of a cluster go one after the other, also past one that fails', async () => {
    const clusters = new SettlingClusters()
    const { promise: first, reject } = Promise.withResolvers<never>()
    const began: string[] = []
    const begin = (name: string, until: Promise<unknown>) => () => {
      began.push(name)
      return until
    }
    const failing = clusters.during(shop, begin('first', first))
    const second = clusters.during(shop, begin('second', Promise.resolve()))
    await clusters.during(other, begin('elsewhere', Promise.resolve()))
    expect(began).toEqual(['first', 'elsewhere'])
    reject(new Error('gone'))
    await expect(failing).rejects.toThrow('gone')
    await second
    expect(began).toEqual(['first', 'elsewhere', 'second'])
  })

  it('lets nobody go on with the cluster before the last of them is done', async () => {
    const clusters = new SettlingClusters()
    const works = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
    const [first, second] = works.map(({ promise }) => clusters.during(shop, () => promise))
    works[0]?.resolve()
    await first
    expect(() => clusters.refuse(shop)).toThrow(AppError)
    expect(() => clusters.refuse(other)).not.toThrow()
    works[1]?.resolve()
    await second
    expect(() => clusters.refuse(shop)).not.toThrow()
  })
})
