import { describe, expect, it } from 'vitest'
import { PageQuestions } from '../../../../src/main/ipc/page-questions'
import { questionHandlers } from '../../../../src/main/ipc/question-handlers'
import { dispatch } from '../../../../src/main/ipc/router'
import type { Handlers } from '../../../../src/shared/ipc/contract'
import type { WireQuestion } from '../../../../src/shared/ipc/requests/console-requests'
import { FakeClock, turns } from '../../../helpers/fake-clock'

const key = { host: 'web-01 (10.0.0.1:22)', keyType: 'ssh-ed25519', fingerprint: 'SHA256:abc' }

function opened() {
  const clock = new FakeClock()
  const told: WireQuestion[][] = []
  let lastId = 0
  const questions = new PageQuestions({
    clock,
    newId: () => `q${(lastId += 1)}`,
    onChange: (open) => void told.push(open),
  })
  const ask = async (name: string, input: object) => {
    const result = await dispatch(questionHandlers(questions) as unknown as Handlers, name, input)
    return result.ok ? result.value : result.error.code
  }
  return { clock, questions, told, ask }
}

describe('PageQuestions', () => {
  it.each([
    ['yes', true],
    ['all', 'all'],
    ['no', false],
    [undefined, false],
  ])('asks for a host key, and %s means %s', async (accept, meaning) => {
    const { questions, told, ask, clock } = opened()
    const answer = questions.askHostKey(key)
    const question = { kind: 'host-key', question: 'q1', askedAtMs: clock.nowMs(), ...key }
    expect(await ask('question:list', {})).toEqual([question])
    expect(await ask('question:answer', { question: 'q1', accept })).toEqual({})
    expect(await answer).toBe(meaning)
    expect(told).toEqual([[question], []])
    expect(await ask('question:answer', { question: 'q1', accept: 'yes' })).toBe('console.no-question')
  })

  it('hands a secret on, keeps several questions apart, and tells nobody the answer', async () => {
    const { questions, told, ask } = opened()
    const first = questions.askSecret('Passphrase for id_a')
    const second = questions.askSecret('Passphrase for id_b')
    await ask('question:answer', { question: 'q2', secret: 'hunter2' })
    await ask('question:answer', { question: 'q1' })
    expect(await Promise.all([first, second])).toEqual([undefined, { secret: 'hunter2', isToKeep: false }])
    expect(told.map((open) => open.map(({ question }) => question).join())).toEqual(['q1', 'q1,q2', 'q1', ''])
    expect(JSON.stringify(told)).not.toContain('hunter2')
  })

  it.each([
    ['ready', true, true],
    ['ready', undefined, false],
    ['no-keyring', true, false],
    [undefined, true, false],
  ] as const)(
    'says of a keychain that is %s, and with keep %s that it is to be kept: %s',
    async (keychain, keep, is) => {
      const { questions, ask, clock } = opened()
      const answer = questions.askSecret('Passphrase for id', keychain)
      const question = { kind: 'secret', question: 'q1', askedAtMs: clock.nowMs(), text: 'Passphrase for id' }
      expect(await ask('question:list', {})).toEqual([{ ...question, ...(keychain && { keychain }) }])
      await ask('question:answer', { question: 'q1', secret: 'hunter2', keep })
      expect(await answer).toEqual({ secret: 'hunter2', isToKeep: is })
    },
  )

  it('takes silence of ten minutes, and the end of the console, for a no', async () => {
    const { questions, clock, told } = opened()
    const late = questions.askHostKey(key)
    clock.advance(599_999)
    await turns(2)
    expect(questions.list()).toHaveLength(1)
    clock.advance(1)
    expect(await late).toBe(false)
    expect([questions.list(), told.at(-1)]).toEqual([[], []])
    const secret = questions.askSecret('Code?')
    questions.dispose()
    expect([await secret, await questions.askSecret('Code?')]).toEqual([undefined, undefined])
  })

  it('has no questions in a console without pages', async () => {
    const handlers = questionHandlers(undefined) as unknown as Handlers
    expect(await dispatch(handlers, 'question:list', {})).toEqual({ ok: true, value: [] })
    const answered = await dispatch(handlers, 'question:answer', { question: 'q1', accept: 'yes' })
    expect(answered).toMatchObject({ error: { code: 'console.no-question' } })
  })
})
