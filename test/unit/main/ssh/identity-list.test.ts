import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { listIdentities } from '../../../../src/main/ssh/identity-list'
import { makeKeyPair } from '../../../helpers/scripted-ssh-server'
import { startAgent } from '../../../helpers/ssh-agent'
import { tempFolder } from '../../../helpers/temp-folder'

function home(files: Readonly<Record<string, string>>): string {
  const folder = tempFolder()
  mkdirSync(join(folder, '.ssh'))
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, '.ssh', name), text, { mode: 0o600 })
  return folder
}

describe('listIdentities', () => {
  it('tells what the keys of an account are, and which of them the agent holds', async () => {
    const plain = makeKeyPair()
    const encrypted = makeKeyPair('ed25519', 'secret')
    const folder = home({
      id_ed25519: plain.private,
      'id_ed25519.pub': plain.public,
      id_work: encrypted.private,
      id_broken: '-----BEGIN OPENSSH PRIVATE KEY-----\nnonsense\n-----END OPENSSH PRIVATE KEY-----\n',
      config: 'Host *\n',
    })
    const agent = await startAgent()
    agent.add(join(folder, '.ssh', 'id_work'), 'secret')
    const { keys, agent: held } = await listIdentities(folder, { SSH_AUTH_SOCK: agent.socket })
    const file = (name: string) => join(folder, '.ssh', name)
    expect(keys).toMatchObject([
      { file: file('id_broken'), keyType: 'unknown', isInAgent: false, problem: expect.any(String) },
      { file: file('id_ed25519'), keyType: 'ssh-ed25519', isEncrypted: false, isInAgent: false },
      { file: file('id_work'), keyType: 'ssh-ed25519', isEncrypted: true, isInAgent: true },
    ])
    expect(held).toMatchObject({ isRunning: true, keys: [{ fingerprint: keys[2]?.fingerprint }] })
  })

  it('says so where there is no agent and no folder', async () => {
    const nothing = { keys: [], agent: { isRunning: false, keys: [] } }
    expect(await listIdentities(tempFolder(), {})).toEqual(nothing)
    const gone = await listIdentities(tempFolder(), { SSH_AUTH_SOCK: '/nowhere/agent' })
    expect(gone).toMatchObject({ agent: { isRunning: false, problem: expect.any(String) } })
  })
})
