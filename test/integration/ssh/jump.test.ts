import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { testConnection } from '../../../src/main/ssh/connect-test'
import { startOpensshServer, type OpensshServer } from '../../helpers/openssh-server'
import { needs } from '../../helpers/require-tools'
import { openTestClient, testMachine } from '../../helpers/ssh-client'
import { tempFolder } from '../../helpers/temp-folder'

needs(
  'sshd',
  'ssh-keygen',
  'loopback-range',
)('JumpHosts with OpenSSH', () => {
  let bastion: OpensshServer
  let second: OpensshServer
  let inner: OpensshServer
  beforeAll(async () => {
    bastion = await startOpensshServer()
    const key = readFileSync(`${bastion.keyPath}.pub`, 'utf8')
    second = await startOpensshServer({ authorizedKeys: [key] })
    // not reachable but through the others, as far as this test is concerned
    inner = await startOpensshServer({ authorizedKeys: [key] })
  })
  afterAll(() => Promise.all([bastion.stop(), second.stop(), inner.stop()]))

  /** known_hosts of the given servers. */
  function known(...servers: readonly OpensshServer[]): string {
    const path = join(tempFolder(), 'known_hosts')
    writeFileSync(path, servers.map((server) => readFileSync(server.knownHostsPath, 'utf8')).join(''))
    return path
  }

  const machineFor = (jump: string, servers: readonly OpensshServer[], ssh: object = {}, address = '127.0.7.1') =>
    testMachine(
      inner.port,
      {
        user: inner.user,
        hostKeys: 'strict',
        identityFiles: [bastion.keyPath],
        jump,
        knownHostsFile: known(...servers),
        ...ssh,
      },
      address,
      address,
    )

  const connectionsOf = (server: OpensshServer) => server.log().match(/^Connection from/gm)?.length ?? 0

  it('reaches many hosts over one connection to the bastion', async () => {
    const { hosts } = openTestClient()
    const before = connectionsOf(bastion)
    const knownHostsFile = known(bastion, inner)
    const addresses = Array.from({ length: 20 }, (_, i) => `127.0.7.${i + 1}`)
    const results = await Promise.all(
      addresses.map((address) =>
        testConnection(hosts, machineFor(`127.0.6.1:${bastion.port}`, [], { knownHostsFile }, address)),
      ),
    )
    expect(results.filter((result) => !result.ok)).toEqual([])
    expect(connectionsOf(bastion) - before).toBe(1)
  })

  it('goes through a chain and checks the key of each hop', async () => {
    const { hosts } = openTestClient()
    const jump = `127.0.6.1:${bastion.port},127.0.6.2:${second.port}`
    const result = await testConnection(hosts, machineFor(jump, [bastion, second, inner]))
    expect(result).toMatchObject({ ok: true, keyFingerprint: inner.hostKeyFingerprint })
    const other = openTestClient()
    expect(await testConnection(other.hosts, machineFor(jump, [bastion, inner]))).toMatchObject({
      ok: false,
      error: { code: 'ssh.host-key-unknown', details: { address: `127.0.6.2:${second.port}` } },
    })
  })

  it('takes ProxyJump and ProxyCommand from a config file', async () => {
    const configFile = join(tempFolder(), 'config')
    writeFileSync(
      configFile,
      `Host 127.0.7.1\n  ProxyJump gate\nHost gate\n  HostName 127.0.6.1\n  Port ${bastion.port}\n`,
    )
    const { hosts } = openTestClient()
    const ssh = { jump: undefined, configFile }
    expect(await testConnection(hosts, machineFor('', [bastion, inner], ssh))).toMatchObject({ ok: true })
    const command = `ssh -F none -W %h:%p -p ${bastion.port} -i ${bastion.keyPath} -o StrictHostKeyChecking=yes -o UserKnownHostsFile=${known(bastion)} 127.0.6.1`
    writeFileSync(configFile, `Host *\n  ProxyCommand ${command}\n`)
    const other = openTestClient()
    expect(await testConnection(other.hosts, machineFor('', [inner], ssh))).toMatchObject({ ok: true })
  })

  it('tells what a ProxyCommand said', async () => {
    const configFile = join(tempFolder(), 'config')
    writeFileSync(configFile, 'Host *\n  ProxyCommand sh -c "echo no way >&2; exit 3"\n')
    const { hosts } = openTestClient()
    expect(await testConnection(hosts, machineFor('', [inner], { jump: undefined, configFile }))).toMatchObject({
      ok: false,
      error: { code: 'ssh.proxy-failed', details: { reason: 'no way' } },
    })
  })

  it('never passes a host name to a ProxyCommand that its shell would read as code', async () => {
    const folder = tempFolder()
    const configFile = join(folder, 'config')
    writeFileSync(configFile, 'Host *\n  ProxyCommand nc %h %p\n')
    const { hosts } = openTestClient()
    const machine = machineFor('', [], { jump: undefined, configFile }, `$(touch ${folder}/evil)`)
    expect(await testConnection(hosts, machine)).toMatchObject({ ok: false, error: { code: 'ssh.proxy-failed' } })
  })

  it('says so when the jump host is down, and when the host behind it is', async () => {
    const { hosts } = openTestClient()
    const behindNothing = machineFor('127.0.6.1:1', [bastion, inner])
    expect(await testConnection(hosts, behindNothing)).toMatchObject({ ok: false, error: { code: 'ssh.jump-failed' } })
    const nothingBehind = { ...machineFor(`127.0.6.1:${bastion.port}`, [bastion, inner]), port: 1 }
    expect(await testConnection(hosts, nothingBehind)).toMatchObject({
      ok: false,
      error: { code: 'ssh.connect-refused' },
    })
  })

  it('connects again after the bastion was gone', async () => {
    const { hosts } = openTestClient()
    const machine = machineFor(`127.0.6.1:${bastion.port}`, [bastion, inner])
    expect(await testConnection(hosts, machine)).toMatchObject({ ok: true })
    await bastion.restart()
    expect(await testConnection(hosts, machine)).toMatchObject({ ok: true })
  })
})
