import { describe, expect, it } from 'vitest'
import { SqliteShellBook } from '../../../../src/main/db/shell-book'
import { ConsoleTerminals, type TerminalServices } from '../../../../src/main/terminals/console-terminals'
import { Turns } from '../../../../src/main/turns/turns'
import { asHostName, asRolloutId } from '../../../../src/shared/domain/ids'
import { AppError } from '../../../../src/shared/errors/app-error'
import { FakeClock } from '../../../helpers/fake-clock'
import { FakePane } from '../../../helpers/fake-pane'
import { memoryLogs } from '../../../helpers/memory-logs'
import { noSecrets } from '../../../helpers/secrets'
import { tempDb } from '../../../helpers/temp-db'
import { until } from '../../../helpers/until'

function terminalsOver(change: Partial<TerminalServices> = {}) {
  const logs = memoryLogs()
  const shells = new SqliteShellBook(tempDb())
  const terminals = new ConsoleTerminals({
    watcher: logs.watches,
    hosts: {
      openTerminal: () => Promise.reject(new AppError('ssh.connection-closed', { details: { host: 'web-01' } })),
    },
    logs: logs.sink,
    turns: new Turns(),
    redact: () => noSecrets.redact({ ssh: {} }),
    shells,
    clock: new FakeClock(),
    onChange: () => undefined,
    findRollout: (text) => asRolloutId(text),
    getLog: (rollout, host) => ({ id: asRolloutId(rollout), host: asHostName(host), isComplete: false }),
    getMachine: (_app, _environment, name) => ({ kind: 'ssh', name, address: name, ssh: {} }),
    findSize: () => undefined,
    newId: () => 's1',
    ...change,
  })
  const open = (source: Parameters<ConsoleTerminals['open']>[0]) => {
    const pane = new FakePane()
    pane.stream = terminals.open(source, pane)
    return pane
  }
  return { logs, shells, terminals, open }
}
const shell = (id: string, openedAtMs: number) => ({
  shell: id,
  app: 'shop',
  environment: 'production',
  host: asHostName('web-01'),
  openedBy: 'ann',
  openedAtMs,
})

describe('ConsoleTerminals', () => {
  it('follows the log of a rollout until that has its result', async () => {
    const { logs, terminals, open } = terminalsOver()
    const pane = open({ kind: 'log', rollout: 'r1', host: 'web-01' })
    const other = open({ kind: 'log', rollout: 'r2', host: 'web-01' })
    logs.print('verify', 'fine\n')
    await until(() => pane.text === 'fine\n')
    terminals.completeLogs('r1')
    await until(() => pane.ended !== undefined)
    expect(other.ended).toBeUndefined()
    terminals.dispose()
    terminals.completeLogs('r2')
    await new Promise((resolve) => setImmediate(resolve))
    expect(other.notices.filter(({ kind }) => kind === 'ended')).toEqual([])
  })

  it('closes the record of shells that a killed console left open, with what is stored of them', () => {
    const { shells, terminals } = terminalsOver({
      findSize: ({ rollout }) => (rollout === asRolloutId('s1') ? { sizeBytes: 42, lastAtMs: 9_000 } : undefined),
    })
    for (const [id, at] of [
      ['s1', 1_000],
      ['s2', 2_000],
      ['s3', 3_000],
    ] as const)
      shells.open(shell(id, at))
    shells.close('s3', 3_500, 7)
    terminals.closeLeftShells()
    expect(shells.list({})).toEqual([
      { ...shell('s3', 3_000), closedAtMs: 3_500, sizeBytes: 7 },
      { ...shell('s2', 2_000), closedAtMs: 2_000, sizeBytes: 0 },
      { ...shell('s1', 1_000), closedAtMs: 9_000, sizeBytes: 42 },
    ])
  })

  it('says why there is nothing to show', async () => {
    const { shells, open } = terminalsOver({
      getLog: () => {
        throw new AppError('rollout.unknown', { details: { rollout: 'r9' } })
      },
    })
    expect(open({ kind: 'log', rollout: 'r9', host: 'web-01' }).ended).toMatchObject({
      error: { code: 'rollout.unknown', details: { rollout: 'r9' } },
    })
    expect(open({ kind: 'shell-record', shell: 's9' }).ended).toMatchObject({ error: { code: 'logs.no-shell' } })
    const place = { app: 'shop', environment: 'production', host: 'web-01' }
    const refused = open({ kind: 'shell', ...place, by: 'ann', columns: 80, rows: 24 })
    await until(() => refused.ended !== undefined)
    expect(refused.ended).toMatchObject({ error: { code: 'ssh.connection-closed' } })
    expect(shells.list({})).toEqual([])
  })
})
