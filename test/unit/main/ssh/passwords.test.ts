import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { AuthContext } from 'ssh2'
import { describe, expect, it, vi } from 'vitest'
import { TroubleNews } from '../../../../src/main/ipc/trouble-news'
import { FakeClock, turns } from '../../../helpers/fake-clock'
import { FakeLoginKeychain } from '../../../helpers/fake-login-keychain'
import { makeKeyPair, startScriptedServer } from '../../../helpers/scripted-ssh-server'
import { openTestClient, ScriptedPrompter, testMachine } from '../../../helpers/ssh-client'

const deploy = { kind: 'password', account: 'deploy' } as const

/** A host that takes one password, and who logs in to hosts: each `logIn` with another start of the console when `isNew`. */
async function hostWith(parts: { password?: string; answers?: (string | undefined)[]; kept?: string } = {}) {
  const { password = 'pa55', answers = [], kept } = parts
  const server = await startScriptedServer({
    onAuth: (context) =>
      context.method === 'password' && context.password === password ? context.accept() : context.reject(['password']),
  })
  const keychain = kept === undefined ? new FakeLoginKeychain() : FakeLoginKeychain.with(deploy, kept)
  const prompter = new ScriptedPrompter(answers)
  prompter.isToKeep = true
  const troubles = new TroubleNews({ clock: new FakeClock(), onChange: () => undefined })
  const start = () => openTestClient({ prompter, loginKeychain: keychain, troubles })
  const logIn = async ({ hosts } = start(), port = server.port) => {
    await hosts.get(testMachine(port, {}, `web-${port}`)).openShell()
    await turns(3)
  }
  return { server, keychain, prompter, troubles, start, logIn }
}

const refused = { code: 'ssh.auth-failed' }

describe('Passwords with a keychain', () => {
  it('keep one that a host took, and ask nobody at the next start', async () => {
    const { keychain, prompter, logIn } = await hostWith({ answers: ['wrong', 'pa55'] })
    await logIn()
    expect([...keychain.values]).toEqual([['deploy', 'pa55']])
    await logIn()
    expect([prompter.secretsAsked.length, prompter.keychains]).toEqual([2, ['ready', 'ready']])
  })

  it('keep none that is refused, and none that the person does not want kept', async () => {
    const { keychain, prompter, logIn } = await hostWith({ answers: ['one', 'two', 'three', 'pa55'] })
    await expect(logIn()).rejects.toMatchObject(refused)
    expect(keychain.values.size).toBe(0)
    prompter.isToKeep = false
    await logIn()
    expect(keychain.values.size).toBe(0)
  })

  it('keep none because one before it was to be kept', async () => {
    const { keychain, prompter, start } = await hostWith({ answers: ['wrong', 'pa55'] })
    const server = await startScriptedServer({
      onAuth: (context) => {
        if (context.method !== 'password') return context.reject(['password'])
        prompter.isToKeep = false
        return context.password === 'pa55' ? context.accept() : context.reject(['password'])
      },
    })
    await start().hosts.get(testMachine(server.port)).openShell()
    await turns(3)
    expect([prompter.secretsAsked.length, keychain.values.size]).toEqual([2, 0])
  })

  it('drop a kept one that a host refuses, and ask three times as ever', async () => {
    const { keychain, prompter, logIn } = await hostWith({
      kept: 'of before',
      answers: ['one', 'two', 'three', 'pa55'],
    })
    await expect(logIn()).rejects.toMatchObject(refused)
    expect([keychain.values.size, prompter.secretsAsked.length]).toEqual([0, 3])
    expect(prompter.secretsAsked[0]).toMatch(/^Password for deploy/)
  })

  it('leave a kept one where it is when one host took it and another does not', async () => {
    const { keychain, prompter, start, logIn } = await hostWith({ kept: 'pa55' })
    const client = start()
    await logIn(client)
    const other = await hostWith({ password: 'another' })
    await expect(logIn(client, other.server.port)).rejects.toMatchObject(refused)
    expect([[...keychain.values], prompter.secretsAsked]).toEqual([[['deploy', 'pa55']], []])
  })

  it('ask, and say so, when the keychain fails', async () => {
    const { keychain, prompter, troubles, logIn } = await hostWith({ kept: 'pa55', answers: ['pa55'] })
    keychain.failure = new Error('no space left')
    await logIn()
    expect(prompter.secretsAsked).toHaveLength(1)
    const details = { name: 'deploy', reason: 'no space left' }
    expect(troubles.list()).toMatchObject([{ part: 'keychain', code: 'ssh.keychain-failed', details }])
    expect(JSON.stringify(troubles.list())).not.toContain('pa55')
  })

  it('offer to keep neither what a server asks by itself nor what comes from the environment', async () => {
    const prompter = new ScriptedPrompter(['123456'])
    prompter.isToKeep = true
    const loginKeychain = new FakeLoginKeychain()
    const { hosts } = openTestClient({ prompter, loginKeychain, env: { SSH_PW: 'pa55' } })
    const asking = await startScriptedServer({
      onAuth: (context) =>
        context.method === 'keyboard-interactive'
          ? context.prompt([{ prompt: 'Code: ', echo: false }], () => context.accept())
          : context.reject(['keyboard-interactive']),
    })
    await hosts.get(testMachine(asking.port)).openShell()
    const { server } = await hostWith()
    await hosts.get(testMachine(server.port, { passwordEnv: 'SSH_PW' }, 'web-02')).openShell()
    expect([prompter.keychains, loginKeychain.values.size]).toEqual([[undefined], 0])
  })
})

describe('Passwords', () => {
  it('take one for good that a host took as a part of the login', async () => {
    const { keychain, prompter, logIn } = await hostWith({ answers: ['pa55', '123456'] })
    let hasPassword = false
    const both = await startScriptedServer({
      onAuth: (context: AuthContext) => {
        if (context.method === 'password') {
          hasPassword = context.password === 'pa55'
          return context.reject(['keyboard-interactive'], hasPassword)
        }
        if (context.method !== 'keyboard-interactive' || !hasPassword) return context.reject(['password'])
        return context.prompt([{ prompt: 'Code: ', echo: false }], ([code]) =>
          code === '123456' ? context.accept() : context.reject(),
        )
      },
    })
    await logIn(undefined, both.port)
    expect(prompter.secretsAsked.map((text) => text.replace(/ \(.*/, ''))).toEqual([
      'Password for deploy',
      `deploy@web-${both.port}: Code:`,
    ])
    expect([...keychain.values]).toEqual([['deploy', 'pa55']])
  })

  it('take none for good because another way led in', async () => {
    const { keychain, start } = await hostWith({ answers: ['wrong', 'pa55'] })
    const client = start()
    // the host takes a key while the password that it was asked for waits to be tried
    const file = join(client.home, 'id_other')
    writeFileSync(file, makeKeyPair().private)
    const byKey = await startScriptedServer()
    const seen = vi.fn<(password: string) => void>()
    const byPassword = await startScriptedServer({
      onAuth: (context) => {
        if (context.method !== 'password') return context.reject(['password'])
        seen(context.password)
        if (context.password === 'pa55') return context.accept()
        return void client.hosts
          .get(testMachine(byKey.port, { identityFiles: [file] }, 'by-key'))
          .openShell()
          .then(() => context.reject(['password']))
      },
    })
    await client.hosts.get(testMachine(byPassword.port)).openShell()
    await turns(3)
    expect(seen.mock.calls).toEqual([['wrong'], ['pa55']])
    expect([...keychain.values]).toEqual([['deploy', 'pa55']])
  })
})

describe('Identities', () => {
  it('say what is kept, used or not, and forget it in memory and in the keychain', async () => {
    const { server, keychain, start, logIn, prompter } = await hostWith({ kept: 'pa55', answers: ['pa55'] })
    const client = start()
    const { identities } = client.hosts
    await keychain.keep({ kind: 'passphrase', file: '/home/me/.ssh/id' }, 'secret')
    const inKeychain = { keys: ['/home/me/.ssh/id'], accounts: ['deploy'] }
    expect(identities.remembered).toEqual({ keys: [], accounts: [], inKeychain })
    await logIn(client)
    expect(identities.remembered).toEqual({ keys: [], accounts: ['deploy'], inKeychain })
    await identities.forget()
    expect(keychain.values.size).toBe(0)
    expect(identities.remembered).toEqual({ keys: [], accounts: [], inKeychain: { keys: [], accounts: [] } })
    await client.hosts.get(testMachine(server.port, {}, 'web-02')).openShell()
    expect(prompter.secretsAsked).toHaveLength(1)
  })

  it('tell when the keychain forgets nothing', async () => {
    const { keychain, start } = await hostWith({ kept: 'pa55' })
    keychain.failure = new Error('no space left')
    const forgetting = start().hosts.identities.forget()
    await expect(forgetting).rejects.toMatchObject({ code: 'ssh.keychain-keeps', details: { reason: 'no space left' } })
  })
})
