import { execFileSync } from 'node:child_process'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { dropbearMissing, startDropbearServer, type DropbearServer } from '../../helpers/dropbear-server'
import { opensshMissing, startOpensshServer, type OpensshServer } from '../../helpers/openssh-server'
import { createUser, type ThrowAwayUser } from '../../helpers/throw-away-user'

type Server = { port: number; user: string; keyPath: string; knownHostsPath: string }

function ssh(server: Server, address: string, command: string): string {
  const options = [`UserKnownHostsFile=${server.knownHostsPath}`, 'StrictHostKeyChecking=yes', 'BatchMode=yes']
  const args = ['-F', 'none', '-i', server.keyPath, '-p', String(server.port), ...options.flatMap((o) => ['-o', o])]
  return execFileSync('ssh', [...args, `${server.user}@${address}`, command], { encoding: 'utf8' })
}

describe.skipIf(opensshMissing)('startOpensshServer', () => {
  let server: OpensshServer
  beforeAll(async () => {
    server = await startOpensshServer({ addresses: ['127.0.9.1', '127.0.9.2'] })
  })
  afterAll(() => server.stop())

  it('gives each address its own home', () => {
    expect(ssh(server, '127.0.9.1', 'echo "$HOME"').trim()).toBe(server.homeOf('127.0.9.1'))
    expect(ssh(server, '127.0.9.2', 'echo "$HOME"').trim()).toBe(server.homeOf('127.0.9.2'))
    expect(ssh(server, '127.0.9.3', 'echo "$HOME"').trim()).toBe(server.homeOf('127.0.9.3'))
  })

  it('listens on the same port with the same key after a restart', async () => {
    await server.restart()
    expect(ssh(server, '127.0.9.1', 'echo again').trim()).toBe('again')
  })
})

describe.skipIf(dropbearMissing)('startDropbearServer', () => {
  let account: ThrowAwayUser
  let server: DropbearServer
  beforeAll(async () => {
    account = createUser({ shell: 'busybox' })
    server = await startDropbearServer(account)
  })
  afterAll(async () => {
    await server.stop()
    account.remove()
  })

  it('runs commands in the login shell of its user', () => {
    expect(ssh(server, '127.0.9.4', 'echo "$0 $HOME"').trim()).toBe(`ash ${account.home}`)
  })
})
