import { describe, expect, it } from 'vitest'
import { parseCsvInventory } from '../../../../../src/main/integrations/inventory/csv'
import { problemsOf } from '../../../../helpers/problems'

const read = (text: string) => parseCsvInventory(text, 'fleet.csv').hosts

describe('parseCsvInventory', () => {
  it('reads known columns, makes labels of the others and leaves empty cells out', () => {
    const text =
      '\uFEFFName,Address,PORT,user,canary,zone,Rack\nweb-01,10.0.0.1,2222,kim,yes,a,007\n# gone: web-9\nweb-02,,,,no,,\n'
    expect(read(text)).toStrictEqual([
      {
        name: 'web-01',
        address: '10.0.0.1',
        port: 2222,
        user: 'kim',
        canary: true,
        labels: { zone: 'a', Rack: '007' },
      },
      { name: 'web-02', canary: false, labels: {} },
    ])
  })

  it.each([';', '\t'])('takes the delimiter %j from the header', (delimiter) => {
    expect(read(`name${delimiter}zone\nweb-01${delimiter}a,b\n`)).toStrictEqual([
      { name: 'web-01', canary: false, labels: { zone: 'a,b' } },
    ])
  })

  it('names every problem with its line, also after a cell of several lines', () => {
    const text = 'name,port,canary,note\nweb-01,22,,"two\nlines"\nweb-02,abc,perhaps,\n\n,1,,\nweb-01,,,\na/b,,,,,\n'
    expect(problemsOf(() => read(text))).toEqual([
      'fleet.csv:4:1 port: port must be a number from 1 to 65535, not "abc"',
      'fleet.csv:4:1 canary: canary must be true or false, not "perhaps"',
      'fleet.csv:6:1 name: name is missing; it must be text of 1 to 200 characters',
      'fleet.csv:7:1 name: "web-01" stands in line 2 already',
      'fleet.csv:8:1 the line has 6 cells, the header has 4 columns',
      'fleet.csv:8:1 name: a name may not contain "/" or control characters',
    ])
  })

  it.each([
    ['', ['fleet.csv:1:1 the file names no host']],
    ['name\n', ['fleet.csv:1:1 the file names no host']],
    ['host,ip\nweb,1\n', ['fleet.csv:1:1 there is no column "name" in the header; it has host, ip']],
    [
      'name,,zone,zone\n',
      ['fleet.csv:1:1 column 2 of the header has no name', 'fleet.csv:1:1 the column "zone" is there twice'],
    ],
  ])('refuses %j', (text, problems) => {
    expect(problemsOf(() => read(text))).toEqual(problems)
  })

  it('says where a quote was left open', () => {
    expect(problemsOf(() => read('name\nweb-01\n"web-02\n'))[0]).toMatch(/^fleet\.csv:\d:1 Quote Not Closed/)
  })
})
