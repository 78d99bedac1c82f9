import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { fingerprintOf, type HostKey } from '../../../../src/main/ssh/host-key'
import { KnownHosts, type HostKeyPlace, type HostKeyPolicy } from '../../../../src/main/ssh/known-hosts'
import type { HostKeyAnswer, HostKeyQuestion, Prompter } from '../../../../src/main/ssh/prompter'
import { makeHostKey, publicLineOf } from '../../../helpers/scripted-ssh-server'
import { tempFolder } from '../../../helpers/temp-folder'

class FakePrompter implements Prompter {
  readonly asked: HostKeyQuestion[] = []
  #answer: HostKeyAnswer
  mostAtATime = 0
  #atATime = 0
  constructor(answer: HostKeyAnswer) {
    this.#answer = answer
  }
  async askSecret(): Promise<undefined> {
    return undefined
  }
  async askHostKey(question: HostKeyQuestion): Promise<HostKeyAnswer> {
    this.asked.push(question)
    this.mostAtATime = Math.max(this.mostAtATime, ++this.#atATime)
    await Promise.resolve()
    this.#atATime -= 1
    return this.#answer
  }
}

function newKey(type: 'ed25519' | 'ecdsa' = 'ed25519'): HostKey {
  const [keyType = '', blob = ''] = publicLineOf(makeHostKey(type)).split(' ')
  return { type: keyType, blob }
}

const lineOf = (names: string, key: HostKey) => `${names} ${key.type} ${key.blob}\n`

/** A user file with the given text, and a data folder without one. */
function setUp(text: string, policy: HostKeyPolicy = 'ask', prompter?: Prompter) {
  const folder = tempFolder()
  const userFile = join(folder, 'user_known_hosts')
  const ownFile = join(folder, 'known_hosts')
  writeFileSync(userFile, text)
  const place = (host: string, port = 22): HostKeyPlace => ({ label: host, host, port, files: [userFile], policy })
  return { known: new KnownHosts(ownFile, prompter), place, userFile, ownFile }
}

const [a, b, ec] = [newKey(), newKey(), newKey('ecdsa')]

describe('KnownHosts.judge', () => {
  it.each([
    ['known', lineOf('web-01', a), 'web-01', 22, a, 'known'],
    ['known by any of its keys', lineOf('web-01', b) + lineOf('web-01', a), 'web-01', 22, a, 'known'],
    ['not known', lineOf('web-02', a), 'web-01', 22, a, 'unknown'],
    ['changed', lineOf('web-01', b), 'web-01', 22, a, 'changed'],
    ['changed, found by a pattern', lineOf('web-*', b), 'web-01', 22, a, 'changed'],
    ['known by another type only', lineOf('web-01', ec), 'web-01', 22, a, 'other-types'],
    ['changed and known by another type too', lineOf('web-01', ec) + lineOf('web-01', b), 'web-01', 22, a, 'changed'],
    ['revoked', `@revoked ${lineOf('*', a)}`, 'web-01', 22, a, 'revoked'],
    ['revoked though also known', `${lineOf('web-01', a)}@revoked ${lineOf('*', a)}`, 'web-01', 22, a, 'revoked'],
    ['revoked for another host', `@revoked ${lineOf('db-01', a)}`, 'web-01', 22, a, 'unknown'],
    ['signed for by an authority only', `@cert-authority ${lineOf('*', a)}`, 'web-01', 22, a, 'unknown'],
    ['known on its port', lineOf('[web-01]:2222', a), 'web-01', 2222, a, 'known'],
    ['known by its bare name', lineOf('web-01', a), 'web-01', 2222, a, 'known'],
    ['another key under the bare name', lineOf('web-01', b), 'web-01', 2222, a, 'unknown'],
    [
      'changed on its port, same under the bare name',
      lineOf('[web-01]:2222', b) + lineOf('web-01', a),
      'web-01',
      2222,
      a,
      'changed',
    ],
    ['excluded by a pattern', lineOf('web-*,!web-01', b), 'web-01', 22, a, 'unknown'],
  ] as const)('a host that is %s', async (_name, text, host, port, key, kind) => {
    const { known, place } = setUp(text)
    await known.prepare(place(host, port))
    expect(known.judge(place(host, port), key).kind).toBe(kind)
  })

  it('never takes a changed key, whatever the policy and the answers', async () => {
    const prompter = new FakePrompter('all')
    for (const policy of ['ask', 'strict', 'accept-new'] as const) {
      const { known, place } = setUp(lineOf('web-01', b), policy, prompter)
      await known.prepare(place('web-01'))
      if (policy === 'ask') await known.ask(place('web-02'), a)
      expect(known.judge(place('web-01'), a).kind).toBe('changed')
    }
  })

  it.each([
    ['accept-new', 'known'],
    ['strict', 'unknown'],
    ['ask', 'unknown'],
  ] as const)('first key with policy %s: %s', async (policy, kind) => {
    const { known, place } = setUp('', policy)
    await known.prepare(place('web-01'))
    expect(known.judge(place('web-01'), a).kind).toBe(kind)
  })
})

describe('KnownHosts.prepare', () => {
  it('names the types known for the host, so that it is asked for those', async () => {
    const { known, place } = setUp(lineOf('web-01', ec) + lineOf('web-02', a))
    expect(await known.prepare(place('web-01'))).toEqual(['ecdsa-sha2-nistp256'])
  })
})

describe('KnownHosts.ask', () => {
  it('asks one question at a time, and takes the key for this host only', async () => {
    const prompter = new FakePrompter(true)
    const { known, place } = setUp('', 'ask', prompter)
    await Promise.all(['web-01', 'web-02', 'web-03'].map((host) => known.ask(place(host), a)))
    expect(prompter.asked.map((question) => question.host)).toEqual([
      'web-01 (web-01:22)',
      'web-02 (web-02:22)',
      'web-03 (web-03:22)',
    ])
    expect([prompter.mostAtATime, prompter.asked[0]?.fingerprint]).toEqual([1, fingerprintOf(a)])
    expect([known.judge(place('web-01'), a).kind, known.judge(place('web-01'), b).kind]).toEqual(['known', 'unknown'])
  })

  it('asks once when the answer is "all"', async () => {
    const prompter = new FakePrompter('all')
    const { known, place } = setUp('', 'ask', prompter)
    await Promise.all(['web-01', 'web-02', 'web-03'].map((host) => known.ask(place(host), newKey())))
    expect(prompter.asked.length).toBe(1)
    expect(known.judge(place('web-09'), b).kind).toBe('known')
  })

  it('fails when the answer is no, and goes on asking about others', async () => {
    const prompter = new FakePrompter(false)
    const { known, place } = setUp('', 'ask', prompter)
    const answers = await Promise.allSettled(['web-01', 'web-02'].map((host) => known.ask(place(host), a)))
    expect(answers).toMatchObject([
      { status: 'rejected', reason: { code: 'ssh.host-key-refused' } },
      { status: 'rejected', reason: { code: 'ssh.host-key-refused' } },
    ])
  })

  it('is strict when nobody can be asked', async () => {
    const { known, place } = setUp('')
    await expect(known.ask(place('web-01'), a)).rejects.toMatchObject({
      code: 'ssh.host-key-unknown',
      details: { host: 'web-01', fingerprint: fingerprintOf(a) },
    })
  })

  it('asks nobody when the policy is strict', async () => {
    const prompter = new FakePrompter(true)
    const { known, place } = setUp('', 'strict', prompter)
    await expect(known.ask(place('web-01'), a)).rejects.toMatchObject({ code: 'ssh.host-key-unknown' })
    expect(prompter.asked).toEqual([])
  })
})

describe('KnownHosts.record', () => {
  it('writes a first key to the data folder, once', async () => {
    const { known, place, userFile, ownFile } = setUp('', 'accept-new')
    await known.prepare(place('web-01', 2222))
    await known.record(place('web-01', 2222), a)
    await known.record(place('web-01', 2222), a)
    expect(readFileSync(ownFile, 'utf8')).toBe(lineOf('[web-01]:2222', a))
    expect(readFileSync(userFile, 'utf8')).toBe('')
  })

  it('writes nothing that the user knows already', async () => {
    const { known, place, ownFile } = setUp(lineOf('web-01', a))
    await known.prepare(place('web-01'))
    await known.record(place('web-01'), a)
    expect(existsSync(ownFile)).toBe(false)
  })
})
