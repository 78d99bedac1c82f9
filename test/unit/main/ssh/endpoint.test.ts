import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { SshOptions } from '../../../../src/main/ports/machine'
import { EndpointResolver } from '../../../../src/main/ssh/endpoint'
import { SshConfigReader } from '../../../../src/main/ssh/ssh-config'
import { localUser } from '../../../../src/main/ssh/tokens'
import { tempFolder } from '../../../helpers/temp-folder'

function resolverWith(config: string, env: NodeJS.ProcessEnv = {}) {
  const home = tempFolder()
  mkdirSync(join(home, '.ssh'))
  writeFileSync(join(home, '.ssh/config'), config)
  const resolver = new EndpointResolver(new SshConfigReader(home, join(home, 'none')), env, home)
  const resolve = (ssh: SshOptions = {}, more: { user?: string; port?: number; address?: string } = {}) =>
    resolver.resolve({ kind: 'ssh', name: 'web-01', address: 'web-01', ssh, ...more })
  return { home, resolve }
}

describe('EndpointResolver.resolve', () => {
  it('has sensible defaults', async () => {
    const { home, resolve } = resolverWith('', { SSH_AUTH_SOCK: '/agent' })
    expect(await resolve()).toEqual({
      label: 'web-01',
      host: 'web-01',
      port: 22,
      user: localUser(),
      identityFiles: [],
      identitiesOnly: false,
      agentSocket: '/agent',
      requiresAgent: false,
      passwordEnv: undefined,
      proxyCommand: undefined,
      jumps: [],
      hostKeys: {
        label: 'web-01',
        host: 'web-01',
        port: 22,
        files: [join(home, '.ssh/known_hosts'), join(home, '.ssh/known_hosts2'), '/etc/ssh/ssh_known_hosts'],
        policy: 'ask',
      },
      keepAliveMs: 15_000,
      keepAliveCount: 3,
      connectTimeoutMs: 15_000,
    })
  })

  it('takes everything from ssh_config', async () => {
    const { home, resolve } = resolverWith(
      `Host web-01
  HostName %h.example.com
  Port 2222
  User deploy
  IdentityFile ~/.ssh/%r_\${ENV_NAME}
  IdentityFile %d/keys/%n
  IdentitiesOnly yes
  IdentityAgent none
  UserKnownHostsFile ~/a ~/b
  StrictHostKeyChecking no
  ServerAliveInterval 3
  ServerAliveCountMax 9
  ConnectTimeout 4
`,
      { ENV_NAME: 'prod', SSH_AUTH_SOCK: '/agent' },
    )
    expect(await resolve()).toMatchObject({
      host: 'web-01.example.com',
      port: 2222,
      user: 'deploy',
      identityFiles: [join(home, '.ssh/deploy_prod'), join(home, 'keys/web-01')],
      identitiesOnly: true,
      agentSocket: undefined,
      hostKeys: {
        host: 'web-01.example.com',
        port: 2222,
        files: [join(home, 'a'), join(home, 'b'), '/etc/ssh/ssh_known_hosts'],
        policy: 'accept-new',
      },
      keepAliveMs: 3_000,
      keepAliveCount: 9,
      connectTimeoutMs: 4_000,
    })
  })

  it('lets lastmile.yml win', async () => {
    const { home, resolve } = resolverWith(
      'Host *\n  Port 2222\n  User other\n  StrictHostKeyChecking no\n  ConnectTimeout 4\n  IdentityFile /config\n',
    )
    const ssh = {
      user: 'environment',
      port: 3333,
      identityFiles: ['~/mine'],
      hostKeys: 'strict',
      connectTimeoutMs: 1_000,
      knownHostsFile: '~/known',
      useAgent: false,
      passwordEnv: 'PW',
    } as const
    const wanted = {
      port: 3333,
      user: 'environment',
      identityFiles: [join(home, 'mine'), '/config'],
      hostKeys: { policy: 'strict', files: [join(home, 'known'), '/etc/ssh/ssh_known_hosts'] },
      connectTimeoutMs: 1_000,
      passwordEnv: 'PW',
    }
    expect(await resolve(ssh)).toMatchObject(wanted)
    expect(await resolve(ssh, { user: 'host', port: 4444 })).toMatchObject({ ...wanted, user: 'host', port: 4444 })
  })

  it('checks the key under HostKeyAlias', async () => {
    const { resolve } = resolverWith('Host *\n  HostKeyAlias fleet\n  Port 2222\n')
    expect((await resolve()).hostKeys).toMatchObject({ host: 'fleet', port: 22 })
  })
})

describe('EndpointResolver.resolve with jump hosts', () => {
  const hops = async (config: string, ssh: SshOptions) => {
    const { jumps } = await resolverWith(config).resolve(ssh)
    return jumps.map(({ user, host, port }) => `${user}@${host}:${port}`)
  }

  it('reads a chain with users and ports, and resolves aliases', async () => {
    const config = 'Host gate\n  HostName gate.example.com\n  Port 2200\n'
    expect(await hops(config, { user: 'deploy', jump: 'me@gate, [2001:db8::1]:22022,ssh://b:9' })).toEqual([
      'me@gate.example.com:2200',
      'deploy@2001:db8::1:22022',
      'deploy@b:9',
    ])
  })

  it('follows ProxyJump of ssh_config, also that of the first hop', async () => {
    const config = 'Host web-01\n  ProxyJump inner\nHost inner\n  User i\n  ProxyJump outer\nHost outer\n  User o\n'
    expect(await hops(config, {})).toEqual(['o@outer:22', 'i@inner:22'])
  })

  it.each([
    ['ssh.jump: none', 'Host web-01\n  ProxyJump inner\n', { jump: 'none' }, []],
    ['ProxyJump none', 'Host web-01\n  ProxyJump none\n', {}, []],
    ['ssh.jump over ProxyJump', 'Host web-01\n  ProxyJump inner\n', { user: 'u', jump: 'mine' }, ['u@mine:22']],
  ])('%s', async (_name, config, ssh, expected) => expect(await hops(config, ssh)).toEqual(expected))

  it('refuses a circle', async () => {
    const config = 'Host web-01\n  ProxyJump a\nHost a\n  ProxyJump b\nHost b\n  ProxyJump a\n'
    await expect(hops(config, {})).rejects.toMatchObject({ code: 'ssh.jump-loop', details: { host: 'a' } })
  })

  it('uses the way that is named first', async () => {
    const proxyFirst = 'Host *\n  ProxyCommand nc %h %p\n  ProxyJump gate\n'
    const jumpFirst = 'Host web-01\n  ProxyJump gate\nHost web-01\n  ProxyCommand nc %h %p\n'
    const { resolve } = resolverWith(proxyFirst)
    expect(await resolve()).toMatchObject({ proxyCommand: 'nc %h %p', jumps: [] })
    expect(await resolverWith(jumpFirst).resolve()).toMatchObject({
      proxyCommand: undefined,
      jumps: [{ host: 'gate' }],
    })
    expect(await resolve({ jump: 'mine' })).toMatchObject({ proxyCommand: undefined, jumps: [{ host: 'mine' }] })
  })
})
