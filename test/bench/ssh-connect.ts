/**
 * CPU of this client for handshakes with a real sshd plus one command each, all at 127.0.x.y.
 * Bundle and run: `npx rolldown test/bench/ssh-connect.ts --platform node --external ssh2 --file out/bench/ssh-connect.js`,
 * then `node out/bench/ssh-connect.js [hosts]`.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { testConnection } from '../../src/main/ssh/connect-test'
import { SshHosts } from '../../src/main/ssh/ssh-hosts'
import { startOpensshServer } from '../helpers/openssh-server'

const count = Number(process.argv[2] ?? 1_000)
const server = await startOpensshServer()
const dataDir = mkdtempSync(join(tmpdir(), 'lm-bench-'))
const hosts = new SshHosts({ dataDir })
const ssh = {
  port: server.port,
  identityFiles: [server.keyPath],
  knownHostsFile: server.knownHostsPath,
  configFile: 'none',
  useAgent: false,
}
const machines = Array.from({ length: count }, (_, i) => ({
  kind: 'ssh' as const,
  name: `host-${i}`,
  address: `127.0.${Math.floor(i / 250) + 1}.${(i % 250) + 1}`,
  ssh,
}))
const startedAt = performance.now()
const cpu = process.cpuUsage()
const results = await Promise.all(machines.map((machine) => testConnection(hosts, machine)))
const { user, system } = process.cpuUsage(cpu)
console.log({
  hosts: count,
  ok: results.filter((result) => result.ok).length,
  failures: results.filter((result) => !result.ok).slice(0, 3),
  wallMs: Math.round(performance.now() - startedAt),
  clientCpuMs: Math.round((user + system) / 1_000),
  rssMb: Math.round(process.memoryUsage().rss / 1e6),
})
await hosts.dispose()
await server.stop()
rmSync(dataDir, { recursive: true })
