import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { LocalShellHost } from '../../../src/main/shell/local-shell'
import { AgentStepShell } from '../../../src/main/shell/step-shell'
import { RoutedShellHosts } from '../../../src/main/shell/routed-hosts'
import { SshHosts } from '../../../src/main/ssh/ssh-hosts'
import { startOpensshServer } from '../../helpers/openssh-server'
import { needs } from '../../helpers/require-tools'

needs('sshd', 'loopback-range')('AgentStepShell under a cap on connections', () => {
  it('serves more hosts than there may be connections, step after step', async () => {
    const dir = mkdtempSync(join(tmpdir(), 'lastmile-cap-'))
    const sshd = await startOpensshServer({ config: ['MaxStartups 100'] })
    const ssh = new SshHosts({ dataDir: dir, maxConnections: 2 })
    const shell = new AgentStepShell(new RoutedShellHosts(new LocalShellHost(), ssh))
    try {
      const hosts = Array.from({ length: 7 }, (_, i) => `127.0.20.${i + 1}`)
      const runOn = async (address: string, step: string) => {
        const { port, user, keyPath, knownHostsPath } = sshd
        const options = { user, identityFiles: [keyPath], knownHostsFile: knownHostsPath, hostKeys: 'strict' as const }
        const exit = await shell.run({
          target: { kind: 'ssh', name: address, address, port, ssh: { ...options, configFile: '/dev/null' } },
          runDir: `cap/${address}/${step}`,
          script: `echo ${step} >> ${dir}/${address}`,
          timeoutMs: 20_000,
          onOutput: () => undefined,
        })
        return exit.exitCode
      }
      const run = async (address: string) => [await runOn(address, 'one'), await runOn(address, 'two')]
      expect(await Promise.all(hosts.map(run))).toEqual(hosts.map(() => [0, 0]))
      expect(hosts.map((address) => readFileSync(join(dir, address), 'utf8'))).toEqual(hosts.map(() => 'one\ntwo\n'))
    } finally {
      await shell.dispose()
      await sshd.stop()
      rmSync(dir, { recursive: true, force: true })
    }
  })
})
