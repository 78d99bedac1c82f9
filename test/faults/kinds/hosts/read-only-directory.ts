import { makeReadOnly, makeWritable } from '../../../helpers/host-faults'
import type { Fault } from '../../fault'
import { expectBraked, type ExpectedFailure } from '../../stage/expect-braked'
import { openNetStage, type NetStage } from '../../stage/net-stage'

const cases: readonly {
  readonly folderOf: (stage: NetStage['stage']) => string
  readonly expected: Pick<ExpectedFailure, 'code' | 'says'>
}[] = [
  {
    folderOf: ({ fleet }) => fleet.homeOf('web-02'),
    expected: { code: 'remote.cannot-start', says: [/Read-only file system/, /correct the permissions/] },
  },
  {
    folderOf: ({ fleet }) => `${fleet.host('web-02')}/shop`,
    expected: { code: 'step.root-not-writable', says: [/root may not write to .*shop/, /make it writable/] },
  },
]

export const fault: Fault = {
  id: 'hosts.read-only-directory',
  title: 'a directory of a host cannot be written',
  needs: ['sshd', 'nginx', 'netns', 'iptables'],
  limitMs: 300_000,
  run: async (lab) => {
    let checked: readonly string[] = []
    for (const { folderOf, expected } of cases) {
      const { stage, host } = await openNetStage(lab, { strategy: { batches: [1] } })
      makeReadOnly(host('web-02'), folderOf(stage))
      await expectBraked(stage, stage.begin(), { host: 'web-02', step: 'precheck', ...expected })
      makeWritable(host('web-02'), folderOf(stage))
      const { result } = await stage.toTheEnd()
      if (result !== 'succeeded') throw new Error(`it ended as ${result}`)
      checked = await stage.assertTruth()
    }
    return {
      times: cases.length,
      outcome: 'The sentence named the directory; writable again, a retry went on.',
      checked,
    }
  },
}
