import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { WireQuestion } from '../../shared/ipc/requests/console-requests'
import { useAction, useConsole } from '../api/queries'
import { Button } from '../ui/button'
import { CheckBox } from '../ui/check-box'
import { Dialog } from '../ui/dialog'
import { Field, TextInput } from '../ui/field'
import { ErrorNote } from '../ui/notes'

/** What SSH wants to know from a person: the first key of a host, a passphrase, a one-time code. One at a time. */
export function Questions() {
  const { data } = useConsole('question:list', {})
  const first = data?.[0]
  if (!first) return null
  return first.kind === 'host-key' ? (
    <HostKeyQuestion key={first.question} asked={first} />
  ) : (
    <SecretQuestion key={first.question} asked={first} />
  )
}

function HostKeyQuestion({ asked }: { readonly asked: Extract<WireQuestion, { kind: 'host-key' }> }) {
  const { t } = useTranslation('app')
  const answer = useAction('question:answer')
  const say = (accept: 'yes' | 'no' | 'all') => answer.mutate({ question: asked.question, accept })
  const footer = (
    <>
      <Button onClick={() => say('no')}>{t('question.refuse')}</Button>
      <Button onClick={() => say('all')}>{t('question.acceptAll')}</Button>
      <Button tone="primary" onClick={() => say('yes')}>
        {t('question.accept')}
      </Button>
    </>
  )
  return (
    <Dialog
      isOpen
      onClose={() => say('no')}
      title={t('question.hostKeyTitle', { host: asked.host })}
      description={t('question.hostKeyWhy')}
      footer={footer}
    >
      <p className="mb-1 text-xs text-muted">{asked.keyType}</p>
      <p className="rounded-md border border-line bg-sunken p-2.5 font-mono text-sm break-all">{asked.fingerprint}</p>
      <ErrorNote error={answer.error} className="mt-3" />
    </Dialog>
  )
}

function SecretQuestion({ asked }: { readonly asked: Extract<WireQuestion, { kind: 'secret' }> }) {
  const { t } = useTranslation('app')
  const [secret, setSecret] = useState('')
  const [isToKeep, setToKeep] = useState(false)
  const answer = useAction('question:answer')
  const decline = () => answer.mutate({ question: asked.question })
  const give = () => answer.mutate({ question: asked.question, secret, ...(isToKeep && { keep: true }) })
  const footer = (
    <>
      <Button onClick={decline}>{t('question.decline')}</Button>
      <Button tone="primary" onClick={give}>
        {t('question.give')}
      </Button>
    </>
  )
  return (
    <Dialog isOpen onClose={decline} title={t('question.secretTitle')} description={asked.text} footer={footer}>
      <Field label={t('question.secret')} hint={t(isToKeep ? 'question.secretHintKept' : 'question.secretHint')}>
        <TextInput
          type="password"
          autoFocus
          value={secret}
          onChange={(event) => setSecret(event.target.value)}
          onKeyDown={(event) => {
            if (event.key === 'Enter') give()
          }}
        />
      </Field>
      {asked.keychain && <KeepBox keychain={asked.keychain} isChecked={isToKeep} onChange={setToKeep} />}
      <ErrorNote error={answer.error} className="mt-3" />
    </Dialog>
  )
}

type KeepBoxProps = {
  readonly keychain: 'ready' | 'no-keyring' | 'locked'
  readonly isChecked: boolean
  readonly onChange: (isChecked: boolean) => void
}

/** Also there where nothing can be kept: it says why. */
function KeepBox({ keychain, isChecked, onChange }: KeepBoxProps) {
  const { t } = useTranslation('app')
  const whyNot = { ready: undefined, 'no-keyring': t('question.noKeyring'), locked: t('question.keychainLocked') }
  return (
    <CheckBox
      className="mt-3"
      label={t('question.keep')}
      hint={whyNot[keychain]}
      isDisabled={keychain !== 'ready'}
      isChecked={isChecked}
      onChange={onChange}
    />
  )
}
