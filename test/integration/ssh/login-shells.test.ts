import { createHash, randomBytes } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { testConnection } from '../../../src/main/ssh/connect-test'
import { startDropbearServer } from '../../helpers/dropbear-server'
import { startOpensshServer } from '../../helpers/openssh-server'
import { needs } from '../../helpers/require-tools'
import { converse, openTestClient, ScriptedPrompter, testMachine } from '../../helpers/ssh-client'
import { tempFolder } from '../../helpers/temp-folder'
import { createUser, type ThrowAwayUser } from '../../helpers/throw-away-user'

type Server = {
  readonly port: number
  readonly keyPath: string
  readonly knownHostsPath: string
  stop(): Promise<void>
}

const servers = [
  ['OpenSSH', () => startOpensshServer({ keepHome: true }) as Promise<Server>],
  ['Dropbear', (account: ThrowAwayUser) => startDropbearServer(account) as Promise<Server>],
] as const
const shells = ['/bin/bash', '/bin/dash', 'busybox'] as const

needs(
  'sshd',
  'dropbear',
  'dropbearkey',
  'bash',
  'dash',
  'busybox',
  'root',
  'loopback-range',
)('login shells', () => {
  describe.each(shells)('%s', (loginShell) => {
    let account: ThrowAwayUser
    beforeAll(() => {
      account = createUser({ shell: loginShell, password: 'pa55 "word' })
      // a shell that greets must not confuse anybody
      for (const file of ['.bashrc', '.profile']) writeFileSync(join(account.home, file), 'echo "Welcome!"\n')
    })
    afterAll(() => account.remove())

    describe.each(servers)('on %s', (kind, start) => {
      let server: Server
      beforeAll(async () => {
        server = await start(account)
      })
      afterAll(() => server.stop())

      const machineFor = (ssh: object = {}) =>
        testMachine(
          server.port,
          {
            user: account.name,
            knownHostsFile: server.knownHostsPath,
            hostKeys: 'strict',
            identityFiles: [server.keyPath],
            ...ssh,
          },
          'web-01',
          '127.0.5.1',
        )

      it('is found, greets, and gives way to sh', async () => {
        const { hosts } = openTestClient()
        const result = await testConnection(hosts, machineFor())
        expect(result).toMatchObject({
          ok: true,
          serverVersion: expect.stringMatching(kind === 'OpenSSH' ? /^OpenSSH/ : /^dropbear/),
        })
        expect(result.ok && result.loginShell).toMatch(loginShell === 'busybox' ? /\/ash$/ : loginShell)
        const shell = await hosts.get(machineFor()).openShell()
        expect(await converse(shell, 'cd; echo "in $PWD"; echo "on"\n', 'on\n')).toContain(`in ${account.home}\n`)
      })

      it('takes a file, below the home directory', async () => {
        const { hosts } = openTestClient()
        const bytes = randomBytes(3_000_000)
        const localPath = join(tempFolder(), 'package')
        writeFileSync(localPath, bytes)
        const name = `${kind} package.tar`
        await hosts.get(machineFor()).push(localPath, `~/staged/${name}`, () => undefined)
        const digest = (data: Buffer) => createHash('sha256').update(data).digest('hex')
        expect(digest(readFileSync(join(account.home, 'staged', name)))).toBe(digest(bytes))
      })

      it('opens shells while others end', async () => {
        const { hosts } = openTestClient()
        const host = hosts.get(machineFor())
        for (let round = 0; round < 20; round++) {
          const opened = await Promise.all([1, 2, 3].map(() => host.openShell()))
          const heard = await Promise.all(opened.map((shell) => converse(shell, 'echo $((6 * 7))\n', '42')))
          expect(heard.length).toBe(3)
          for (const shell of opened) shell.close()
        }
      })

      it('takes a password', async () => {
        const prompter = new ScriptedPrompter(['pa55 "word'])
        const { hosts } = openTestClient({ prompter })
        expect(await testConnection(hosts, machineFor({ identityFiles: ['/none'] }))).toMatchObject({
          ok: true,
          login: 'password',
        })
      })
    })
  })
})
