import { rmSync } from 'node:fs'
import type { Fault } from '../../fault'
import { breakLogs, completeLogs, reportOf } from '../../stage/log-store'

export const fault: Fault = {
  id: 'logs.logs-missing',
  title: 'logs.db is deleted by hand: in the middle of a rollout, and while no console runs',
  limitMs: 300_000,
  needs: ['sshd', 'nginx', 'loopback-range'],
  run: async (lab) => {
    let open: Parameters<typeof completeLogs>[1] | undefined
    const first = await breakLogs(lab, {
      breakIt: (file, stage) => {
        open = stage
        for (const end of ['', '-wal', '-shm']) rmSync(file + end, { force: true })
        return () => undefined
      },
      says: /logs\.db was deleted or replaced/,
      lines: 200_000,
    })
    if (!open) throw new Error('there is no stage')
    for (const end of ['', '-wal', '-shm']) rmSync(`${open.dataFolder}/logs.db${end}`, { force: true })
    const { stdout } = await open.program.expect([1], ['doctor', '--json'])
    const findings = JSON.parse(stdout) as readonly { readonly state: string; readonly why?: string }[]
    // that it was written again in the first part is a finding too, and not this one
    const isFound = ({ state, why = '' }: (typeof findings)[number]) =>
      state === 'problem' && /logs\.db was not there, although there were rollouts before/.test(why)
    if (!findings.some(isFound)) throw new Error(`doctor does not find that it is missing: ${stdout}`)
    const checked = await completeLogs(lab, open)
    return {
      ...reportOf([...new Set([...first, ...checked])], 'It was written again, and later fetched again.'),
      times: 2,
    }
  },
}
