import { describe, expect, it } from 'vitest'
import { answerOf, onCall, releaser, signerOf } from '../../../../../src/main/cli/demo/demo-people'
import { specOf } from '../../../../../src/main/demo/fleet-spec'
import { appSpec } from '../../../../../src/shared/domain/app-spec'

const fleet = { hosts: [], identityFile: '/k', knownHostsFile: '/h', packageDir: '/p' }
const machine = { name: 'lb-01', sshPort: 1, home: '/lb' }
const host = { ...machine, name: 'web-01', zone: 'a', isCanary: true, httpPort: 2 }
const spec = appSpec.parse(specOf({ ...fleet, hosts: [host], balancer: machine }))

describe('answerOf', () => {
  it('answers every item of the fleet that a person must answer, so that its pattern holds', () => {
    const items = Object.values(spec.environments[0]?.gates ?? {}).flatMap((gate) => (Array.isArray(gate) ? gate : []))
    const answers = items.map((item) => [item.id, answerOf(item)] as const)
    expect(Object.fromEntries(answers.filter(([, answer]) => answer !== undefined))).toEqual({
      'on-call': true,
      change: 'CHG-1042',
      'canary-looks-right': true,
    })
    for (const item of items) {
      if (item.kind === 'value' && item.pattern) expect(answerOf(item)).toMatch(new RegExp(item.pattern))
    }
  })
})

describe('signerOf', () => {
  it('lets nobody sign what they started, but the one who rolls back', () => {
    expect([signerOf('release'), signerOf('rollback')]).toEqual([onCall, releaser])
  })
})
