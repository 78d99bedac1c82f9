import Database from 'better-sqlite3'
import type { Fault } from '../../fault'
import { breakLogs, reportOf } from '../../stage/log-store'

export const fault: Fault = {
  id: 'logs.logs-locked',
  title: 'another process holds logs.db from the middle of a rollout on, while a host prints 31 MB',
  limitMs: 400_000,
  needs: ['sshd', 'nginx', 'loopback-range'],
  run: async (lab) => {
    const checked = await breakLogs(lab, {
      breakIt: (file) => {
        const holder = new Database(file)
        holder.exec('BEGIN IMMEDIATE')
        return () => holder.exec('ROLLBACK').close()
      },
      says: /logs\.db is held by another process/,
    })
    return reportOf(checked, 'The rollout went on; what was left out was fetched from the host.')
  },
}
