import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Machine } from '../../../src/main/ports/machine'
import { AgentStepShell } from '../../../src/main/shell/step-shell'
import { SshHosts } from '../../../src/main/ssh/ssh-hosts'
import { startDropbearServer } from '../../helpers/dropbear-server'
import { LogCollector, untilGo } from '../../helpers/local-fleet'
import { startOpensshServer } from '../../helpers/openssh-server'
import { needs } from '../../helpers/require-tools'
import { testMachine } from '../../helpers/ssh-client'
import { createUser, writeAs, type ThrowAwayUser } from '../../helpers/throw-away-user'

type Server = {
  readonly port: number
  readonly keyPath: string
  readonly knownHostsPath: string
  restart(): Promise<void>
  stop(): Promise<void>
}
const twoChannels = { keepHome: true, config: ['MaxSessions 2'] }
const servers = [
  ['OpenSSH', '/bin/bash', () => startOpensshServer({ keepHome: true }) as Promise<Server>],
  ['OpenSSH with two channels', '/bin/dash', () => startOpensshServer(twoChannels) as Promise<Server>],
  ['Dropbear', 'busybox', (account: ThrowAwayUser) => startDropbearServer(account) as Promise<Server>],
] as const

needs(
  'sshd',
  'dropbear',
  'dropbearkey',
  'bash',
  'dash',
  'busybox',
  'root',
)('steps over SSH', () => {
  describe.each(servers)('on %s with %s', (_, loginShell, startServer) => {
    let account: ThrowAwayUser
    let server: Server
    let machine: Machine
    let shell: AgentStepShell
    beforeAll(async () => {
      account = createUser({ shell: loginShell })
      for (const file of ['.bashrc', '.profile']) writeAs(account, join(account.home, file), 'echo "Welcome!"\n')
      server = await startServer(account)
      machine = testMachine(server.port, {
        user: account.name,
        knownHostsFile: server.knownHostsPath,
        hostKeys: 'strict',
        identityFiles: [server.keyPath],
      })
      shell = openConsole()
    })
    afterAll(async () => {
      await shell.dispose()
      await server.stop()
      account.remove()
    })

    const openConsole = () => new AgentStepShell(new SshHosts({ dataDir: account.home }), { timeoutGraceMs: 300 })
    function start(runDir: string, script: string, timeoutMs = 60_000, console = shell) {
      const log = new LogCollector()
      const step = { target: machine, runDir, script, timeoutMs, onOutput: log.onOutput }
      return { log, exit: console.run(step) }
    }
    const effectOf = (name: string): string => readFileSync(join(account.home, name), 'utf8')

    it('runs the nine steps of a host, one after another', async () => {
      for (let i = 0; i < 9; i += 1) {
        const { log, exit } = start(`r/app/web/step.${i}`, `echo ${i}; echo "n=${i}" >>"$LASTMILE_RESULT"; exit ${i}`)
        expect(await exit).toMatchObject({ exitCode: i, result: { n: String(i) }, reattached: false })
        expect(log.text).toBe(`${i}\n`)
      }
    })

    it('loses nothing and runs nothing twice when the server goes away', async () => {
      const script = 'echo x >>ran; i=0; while [ $i -lt 60 ]; do echo "line $i"; i=$((i+1)); sleep 0.05; done; exit 3'
      const { log, exit } = start('r/app/web/lost.1', script)
      for (const line of ['line 10\n', 'line 30\n']) {
        await log.has(line)
        await server.restart()
      }
      expect(await exit).toMatchObject({ exitCode: 3, reattached: false })
      expect(log.text).toBe(Array.from({ length: 60 }, (_line, i) => `line ${i}\n`).join(''))
      expect(effectOf('ran')).toBe('x\n')
    })

    it('is found again by another console', async () => {
      const first = openConsole()
      const { log, exit } = start('r/app/web/found.1', `echo begun; ${untilGo}; echo x >>found`, 60_000, first)
      await log.has('begun')
      await Promise.all([expect(exit).rejects.toMatchObject({ code: 'remote.closed' }), first.dispose()])
      const again = start('r/app/web/found.1', '')
      await again.log.has('begun')
      writeFileSync(join(account.home, 'go'), '')
      expect(await again.exit).toMatchObject({ exitCode: 0, reattached: true })
      expect(effectOf('found')).toBe('x\n')
    })

    it('is aborted while it is followed, and when its time is over', async () => {
      const { log, exit } = start('r/app/web/abort.1', 'echo begun; sleep 1000')
      await log.has('begun')
      expect(await shell.abort(machine, 'r/app/web/abort.1', 5_000)).toBe(true)
      expect(await exit).toMatchObject({ exitCode: 143, timedOut: false })
      const late = start('r/app/web/late.1', 'sleep 1000', 500)
      expect(await late.exit).toMatchObject({ exitCode: null, timedOut: true })
    })

    it('takes turns when there are more askers than channels', async () => {
      const query = (i: number) => shell.query({ target: machine, script: `echo ${i}`, timeoutMs: 30_000 })
      const answers = await Promise.all(Array.from({ length: 30 }, (_asker, i) => query(i)))
      expect(answers.map(({ stdout }) => Number(stdout))).toEqual(Array.from({ length: 30 }, (_asker, i) => i))
    })

    it('carries a large log to a slow reader', async () => {
      let sizeBytes = 0
      const onOutput = async (bytes: Buffer, offset: number): Promise<void> => {
        expect(offset).toBe(sizeBytes)
        sizeBytes += bytes.length
        await new Promise((resolve) => setImmediate(resolve))
      }
      const step = { target: machine, runDir: 'r/app/web/large.1', timeoutMs: 60_000, onOutput }
      const exit = await shell.run({ ...step, script: 'head -c 30000000 /dev/zero' })
      expect([exit.exitCode, exit.logBytes, sizeBytes]).toEqual([0, 30_000_000, 30_000_000])
    })
  })
})
