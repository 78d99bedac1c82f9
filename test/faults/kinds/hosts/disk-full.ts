import { fillDisk, freeDisk } from '../../../helpers/host-faults'
import type { Fault } from '../../fault'
import { expectBraked, type ExpectedFailure } from '../../stage/expect-braked'
import { openNetStage, type NetStage } from '../../stage/net-stage'

const mebibyte = 1_048_576
/** Which disk of web-02 is full from the beginning, and what the console says. */
const cases: readonly {
  readonly what: string
  readonly folderOf: (stage: NetStage['stage']) => string
  readonly expected: Pick<ExpectedFailure, 'code' | 'says'>
}[] = [
  {
    what: 'the disk of the run directories',
    folderOf: ({ fleet }) => fleet.homeOf('web-02'),
    expected: { code: 'remote.cannot-start', says: [/No space left on device/, /Make room on the disk/] },
  },
  {
    what: 'the disk of the releases',
    folderOf: ({ fleet }) => `${fleet.host('web-02')}/shop`,
    expected: { code: 'step.disk-too-full', says: [/0 MiB are free at .*shop/, /precheck\.minFreeDisk/, /make room/] },
  },
]

export const fault: Fault = {
  id: 'hosts.disk-full',
  title: 'a disk of a host is full: before the first step, and from the middle of a step on',
  needs: ['sshd', 'nginx', 'netns', 'iptables'],
  limitMs: 300_000,
  run: async (lab) => {
    let checked: readonly string[] = []
    for (const { what, folderOf, expected } of cases) {
      const { stage } = await openSmallDisks(lab)
      fillDisk(folderOf(stage))
      await expectBraked(stage, stage.begin(), { host: 'web-02', step: 'precheck', ...expected })
      freeDisk(folderOf(stage))
      checked = await goOn(stage, what)
    }
    const { stage } = await openSmallDisks(lab)
    stage.fleet.slowStep('web-02', 'restart', 1)
    const run = stage.begin()
    await stage.untilStep('web-02', 'restart')
    fillDisk(stage.fleet.homeOf('web-02'))
    // how the restart ended cannot be written down on the host, and is known all the same
    const says = [/No space left on device/, /Make room on the disk/]
    const view = await expectBraked(stage, run, { host: 'web-02', step: 'verify', code: 'remote.cannot-start', says })
    if (view.openDebts !== 2) throw new Error(`${view.openDebts} debts are open, not 2`)
    freeDisk(stage.fleet.homeOf('web-02'))
    checked = await goOn(stage, 'a disk that fills up during restart')
    return {
      times: cases.length + 1,
      outcome: 'The sentence said which place has no room; with room a retry went on.',
      checked,
    }
  },
}

/** Home and releases of web-02 are disks of their own, so that only what is meant is full. */
function openSmallDisks(lab: Parameters<Fault['run']>[0]): Promise<NetStage> {
  return openNetStage(lab, {
    strategy: { batches: [1] },
    disks: (name, { site, home }) =>
      name === 'web-02'
        ? [
            { folder: home, sizeBytes: 4 * mebibyte },
            { folder: `${site}/shop`, sizeBytes: 4 * mebibyte },
          ]
        : [],
  })
}

async function goOn(stage: NetStage['stage'], what: string): Promise<readonly string[]> {
  const { result } = await stage.toTheEnd()
  if (result !== 'succeeded') throw new Error(`after ${what} it ended as ${result}`)
  return stage.assertTruth()
}
