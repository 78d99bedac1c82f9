import { describe, expect, it } from 'vitest'
import { expandRanges } from '../../../../../src/main/integrations/inventory/ansible-range'

describe('expandRanges', () => {
  it.each([
    ['web', ['web']],
    ['web[1:3]', ['web1', 'web2', 'web3']],
    ['web[08:11].x', ['web08.x', 'web09.x', 'web10.x', 'web11.x']],
    ['web[1:9:4]', ['web1', 'web5', 'web9']],
    ['db-[a:c]', ['db-a', 'db-b', 'db-c']],
    ['[a:b][1:2]', ['a1', 'a2', 'b1', 'b2']],
    ['web[3:1]', undefined],
    ['web[1', undefined],
    ['web1]', undefined],
    ['web[a:3]', undefined],
    ['web[1:100000]', undefined],
    ['web[1:200][1:200]', undefined],
  ])('expands %j', (pattern, names) => expect(expandRanges(pattern)).toEqual(names))
})
