import { closeSync, openSync, statSync, writeSync } from 'node:fs'
import Database from 'better-sqlite3'
import type { Fault } from '../../fault'
import { breakLogs, reportOf } from '../../stage/log-store'

const pageBytes = 4_096

export const fault: Fault = {
  id: 'logs.logs-corrupt',
  title: 'pages of logs.db are overwritten in the middle of a rollout',
  needs: ['sshd', 'nginx', 'loopback-range'],
  isShort: true,
  run: async (lab) => {
    const checked = await breakLogs(lab, {
      breakIt: (file) => {
        // what is in its write-ahead log would hide the damage
        new Database(file).exec('PRAGMA wal_checkpoint(TRUNCATE)').close()
        const pages = statSync(file).size / pageBytes
        const handle = openSync(file, 'r+')
        for (let page = 1; page < pages; page += 1)
          writeSync(handle, Buffer.alloc(pageBytes, 0xa5), 0, pageBytes, page * pageBytes)
        closeSync(handle)
        return () => undefined
      },
      says: /logs\.db was damaged .* set aside as .*logs\.db\.damaged-/,
      lines: 200_000,
    })
    return reportOf(checked, 'It was set aside and a new one begun; what the hosts have was fetched from them.')
  },
}
