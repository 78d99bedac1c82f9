import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { AuthContext } from 'ssh2'
import { describe, expect, it } from 'vitest'
import { openTestClient, ScriptedPrompter, testMachine } from '../../../helpers/ssh-client'
import { makeKeyPair, startScriptedServer } from '../../../helpers/scripted-ssh-server'

/** Accepts one password, says that it allows passwords. */
const wantsPassword = (password: string) => (context: AuthContext) => {
  if (context.method === 'password' && context.password === password) context.accept()
  else context.reject(['password'])
}

describe('Login', () => {
  it('tries the next key when one is refused', async () => {
    const { hosts, home, keyPath, publicKey } = openTestClient()
    const wrong = join(home, 'wrong')
    writeFileSync(wrong, makeKeyPair().private)
    const server = await startScriptedServer({
      onAuth: (context) => {
        const isRight = context.method === 'publickey' && publicKey.includes(context.key.data.toString('base64'))
        if (isRight) context.accept()
        else context.reject(['publickey'])
      },
    })
    const machine = testMachine(server.port, { identityFiles: [join(home, 'missing'), wrong, keyPath] })
    await hosts.get(machine).openShell()
    expect(server.attempts.length).toBe(3)
  })

  it('names what was tried, what was not, and what the server allows', async () => {
    const { hosts, home, keyPath } = openTestClient()
    const server = await startScriptedServer({ onAuth: (context) => context.reject(['publickey', 'hostbased']) })
    const machine = testMachine(server.port, { identityFiles: [keyPath, join(home, 'missing')] })
    await expect(hosts.get(machine).openShell()).rejects.toMatchObject({
      code: 'ssh.auth-failed',
      details: {
        host: 'web-01',
        user: 'deploy',
        tried: expect.stringMatching(new RegExp(`^key ${keyPath}, \\(not tried: The private key ${home}/missing`)),
        allowed: 'publickey, hostbased',
      },
    })
  })

  it.each([
    ['a key that is not there', { identityFiles: ['/none/id'] }, 'ssh.key-unreadable'],
    ['a password that is not set', { passwordEnv: 'NO_SUCH' }, 'ssh.password-missing'],
    ['an agent that does not run', { useAgent: true }, 'ssh.no-agent'],
  ] as const)('says what is wrong when the only way is %s', async (_name, ssh, code) => {
    const { hosts } = openTestClient()
    const server = await startScriptedServer({ onAuth: (context) => context.reject(['publickey', 'password']) })
    await expect(hosts.get(testMachine(server.port, ssh)).openShell()).rejects.toMatchObject({ code })
  })

  it('uses a password from the environment and keeps it to itself', async () => {
    const { hosts } = openTestClient({ env: { SSH_PW: 'pa55' } })
    const server = await startScriptedServer({ onAuth: wantsPassword('pa55') })
    await hosts.get(testMachine(server.port, { passwordEnv: 'SSH_PW' })).openShell()
    const other = await startScriptedServer({ onAuth: wantsPassword('other') })
    const error: unknown = await hosts
      .get(testMachine(other.port, { passwordEnv: 'SSH_PW' }))
      .openShell()
      .catch((e: unknown) => e)
    expect(error).toMatchObject({ code: 'ssh.auth-failed', details: { tried: 'password from $SSH_PW' } })
    expect(JSON.stringify(error)).not.toContain('pa55')
  })

  it('asks for a password once for the whole fleet', async () => {
    const prompter = new ScriptedPrompter(['pa55'])
    const { hosts } = openTestClient({ prompter })
    const server = await startScriptedServer({ onAuth: wantsPassword('pa55') })
    const names = ['web-01', 'web-02', 'web-03', 'web-04']
    await Promise.all(names.map((name) => hosts.get(testMachine(server.port, {}, name)).openShell()))
    expect(prompter.secretsAsked.length).toBe(1)
    expect(prompter.secretsAsked[0]).toContain('Password for deploy')
  })

  it('asks again once it was told to forget', async () => {
    const prompter = new ScriptedPrompter(['pa55', 'secret', 'pa55', 'secret'])
    const { hosts, home } = openTestClient({ prompter })
    const file = join(home, 'encrypted')
    writeFileSync(file, makeKeyPair('ed25519', 'secret').private)
    const byPassword = await startScriptedServer({ onAuth: wantsPassword('pa55') })
    const byKey = await startScriptedServer({
      onAuth: (context) => (context.method === 'publickey' ? context.accept() : context.reject(['publickey'])),
    })
    const logIn = async (suffix: string) => {
      await hosts.get(testMachine(byPassword.port, {}, `web-${suffix}`)).openShell()
      await hosts.get(testMachine(byKey.port, { identityFiles: [file] }, `db-${suffix}`)).openShell()
    }
    await logIn('01')
    const inKeychain = { keys: [], accounts: [] }
    expect(hosts.identities.remembered).toEqual({ keys: [file], accounts: ['deploy'], inKeychain })
    await logIn('02')
    expect(prompter.secretsAsked.length).toBe(2)
    await hosts.identities.forget()
    expect(hosts.identities.remembered).toEqual({ keys: [], accounts: [], inKeychain })
    await logIn('03')
    expect(prompter.secretsAsked.length).toBe(4)
  })

  it('asks again after a wrong password, three times at most', async () => {
    const prompter = new ScriptedPrompter(['one', 'two', 'three', 'four'])
    const { hosts } = openTestClient({ prompter })
    const server = await startScriptedServer({ onAuth: wantsPassword('four') })
    await expect(hosts.get(testMachine(server.port)).openShell()).rejects.toMatchObject({ code: 'ssh.auth-failed' })
    expect(prompter.secretsAsked.length).toBe(3)
  })

  it('does not ask for a password that the server would not take', async () => {
    const prompter = new ScriptedPrompter(['pa55'])
    const { hosts } = openTestClient({ prompter })
    const server = await startScriptedServer({ onAuth: (context) => context.reject(['publickey']) })
    await expect(hosts.get(testMachine(server.port)).openShell()).rejects.toMatchObject({ code: 'ssh.auth-failed' })
    expect(prompter.secretsAsked).toEqual([])
  })

  it('asks what a server asks, also after a key', async () => {
    const prompter = new ScriptedPrompter(['123456'])
    const { hosts, keyPath } = openTestClient({ prompter })
    let hasKey = false
    const server = await startScriptedServer({
      onAuth: (context) => {
        if (context.method === 'publickey' && !context.signature) return context.accept()
        if (context.method === 'publickey') {
          hasKey = true
          return context.reject(['keyboard-interactive'], true)
        }
        if (context.method !== 'keyboard-interactive' || !hasKey) return context.reject(['publickey'])
        return context.prompt([{ prompt: 'One-time code: ', echo: false }], (answers) =>
          answers[0] === '123456' ? context.accept() : context.reject(),
        )
      },
    })
    await hosts.get(testMachine(server.port, { identityFiles: [keyPath] })).openShell()
    expect(prompter.secretsAsked).toEqual(['deploy@web-01: One-time code:'])
  })

  it('asks for a passphrase once, outside of the handshake', async () => {
    const prompter = new ScriptedPrompter(['secret'])
    const { hosts, home } = openTestClient({ prompter })
    const file = join(home, 'encrypted')
    writeFileSync(file, makeKeyPair('ed25519', 'secret').private)
    const server = await startScriptedServer({
      onAuth: (context) => (context.method === 'publickey' ? context.accept() : context.reject(['publickey'])),
    })
    const names = ['web-01', 'web-02', 'web-03']
    const ssh = { identityFiles: [file] }
    await Promise.all(names.map((name) => hosts.get(testMachine(server.port, ssh, name)).openShell()))
    expect(prompter.secretsAsked).toEqual([`Passphrase for ${file}`])
  })

  it('says so when nobody can be asked for a passphrase', async () => {
    const { hosts, home } = openTestClient()
    const file = join(home, 'encrypted')
    writeFileSync(file, makeKeyPair('ed25519', 'secret').private)
    const server = await startScriptedServer({ onAuth: (context) => context.reject(['publickey']) })
    await expect(hosts.get(testMachine(server.port, { identityFiles: [file] })).openShell()).rejects.toMatchObject({
      code: 'ssh.passphrase-missing',
      details: { file },
    })
  })
})
