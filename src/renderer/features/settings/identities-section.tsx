import { KeyRound, Lock, LockOpen } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { Output } from '../../../shared/ipc/contract'
import { queryClient, useAction, useConsole } from '../../api/queries'
import { Badge } from '../../ui/badge'
import { Button } from '../../ui/button'
import { CommandLine } from '../../ui/command-line'
import { Hint } from '../../ui/hint'
import { EmptyNote, ErrorNote, LoadingNote, Note } from '../../ui/notes'
import { PartTitle, SectionPage } from './section-page'

type Identities = Output<'identity:list'>

/** The keys SSH can log in with, and what to do when there are none. */
export function IdentitiesSection() {
  const { t } = useTranslation('settings')
  const { data, error, refetch } = useConsole('identity:list', {}, { staleTime: 0 })
  return (
    <SectionPage name="identities" lead={t('identities.lead')}>
      <ErrorNote error={error} onRetry={() => void refetch()} />
      {data ? <Found {...data} /> : error ? null : <LoadingNote what={t('identities.what')} />}
      <p className="text-xs text-muted">{t('identities.which')}</p>
    </SectionPage>
  )
}

function Found({ keys, agent, remembered }: Identities) {
  const { t } = useTranslation('settings')
  return (
    <>
      <section>
        <PartTitle>{t('identities.keys')}</PartTitle>
        <div className="rounded-lg border border-line bg-surface">
          {keys.length === 0 ? <NoKeys /> : null}
          <ul className="divide-y divide-line">
            {keys.map((key) => (
              <KeyRow key={key.file} {...key} />
            ))}
          </ul>
        </div>
      </section>
      <section>
        <PartTitle>{t('identities.agent')}</PartTitle>
        {agent.isRunning ? <Agent {...agent} /> : <NoAgent {...agent} />}
      </section>
      <section>
        <PartTitle>{t('identities.memory')}</PartTitle>
        <Remembered {...remembered} />
      </section>
    </>
  )
}

function Remembered({ keys, accounts, inKeychain }: Identities['remembered']) {
  const { t } = useTranslation('settings')
  const forget = useAction('identity:forget')
  const namesOf = (owners: Pick<Identities['remembered'], 'keys' | 'accounts'>) => [
    ...owners.keys,
    ...owners.accounts.map((account) => t('identities.passwordOf', { account })),
  ]
  const kept = new Set(namesOf(inKeychain))
  const names = [...new Set([...namesOf({ keys, accounts }), ...kept])]
  return (
    <div className="rounded-lg border border-line bg-surface px-4 py-3 text-sm">
      <div className="flex items-center gap-4">
        <p className="min-w-0 flex-1">{t('identities.memoryWhat')}</p>
        <Button
          isBusy={forget.isPending}
          disabledBecause={names.length === 0 ? t('identities.nothingKept') : undefined}
          onClick={() =>
            forget.mutate({}, { onSettled: () => void queryClient.invalidateQueries({ queryKey: ['identity:list'] }) })
          }
        >
          {t('identities.forget')}
        </Button>
      </div>
      <ul aria-label={t('identities.memory')} className="mt-1 font-mono text-xs text-muted empty:hidden">
        {names.map((name) => (
          <li key={name}>
            {name}
            {kept.has(name) ? <Badge className="ml-2">{t('identities.inKeychain')}</Badge> : null}
          </li>
        ))}
      </ul>
      <ErrorNote error={forget.error} className="mt-2" />
    </div>
  )
}

function NoKeys() {
  const { t } = useTranslation('settings')
  const { t: common } = useTranslation()
  return (
    <EmptyNote icon={KeyRound} title={t('identities.none')}>
      <p className="mb-2">{t('identities.noneHow')}</p>
      <CommandLine text="ssh-keygen -t ed25519" copyLabel={common('action.copy')} className="text-left" />
    </EmptyNote>
  )
}

function KeyRow({ file, keyType, fingerprint, comment, isEncrypted, isInAgent, problem }: Identities['keys'][number]) {
  const { t } = useTranslation('settings')
  return (
    <li className="px-4 py-3">
      <div className="flex flex-wrap items-center gap-2">
        <span className="min-w-0 truncate font-mono text-sm">{file}</span>
        <span className="ml-auto flex gap-1.5">
          <Badge>{keyType}</Badge>
          {isEncrypted ? (
            <Hint text={t('identities.encryptedWhat')}>
              <Badge tone="slate" icon={Lock} tabIndex={0}>
                {t('identities.encrypted')}
              </Badge>
            </Hint>
          ) : (
            <Badge tone="slate" icon={LockOpen}>
              {t('identities.open')}
            </Badge>
          )}
          {isInAgent ? <Badge tone="green">{t('identities.inAgent')}</Badge> : null}
        </span>
      </div>
      <KeyFacts fingerprint={fingerprint} comment={comment} />
      {problem === undefined ? null : <p className="mt-1 text-xs text-red-fg">{problem}</p>}
    </li>
  )
}

function KeyFacts(facts: { readonly fingerprint?: string | undefined; readonly comment?: string | undefined }) {
  return (
    <p className="mt-1 flex min-w-0 gap-3 text-xs text-muted">
      {facts.fingerprint === undefined ? null : <span className="truncate font-mono">{facts.fingerprint}</span>}
      {facts.comment ? <span className="ml-auto shrink-0">{facts.comment}</span> : null}
    </p>
  )
}

function Agent({ keys }: Identities['agent']) {
  const { t } = useTranslation('settings')
  return (
    <div className="rounded-lg border border-line bg-surface">
      <p className="px-4 py-3 text-sm">{t('identities.agentRuns', { count: keys.length })}</p>
      {keys.length === 0 ? null : (
        <ul aria-label={t('identities.agentKeys')} className="divide-y divide-line border-t border-line">
          {keys.map(({ keyType, fingerprint, comment }) => (
            <li key={fingerprint} className="px-4 py-2">
              <Badge>{keyType}</Badge>
              <KeyFacts fingerprint={fingerprint} comment={comment} />
            </li>
          ))}
        </ul>
      )}
    </div>
  )
}

function NoAgent({ problem }: Identities['agent']) {
  const { t } = useTranslation('settings')
  const { t: common } = useTranslation()
  return (
    <Note icon={KeyRound}>
      <p className="font-medium text-fg">{t('identities.agentOff')}</p>
      {problem === undefined ? null : <p className="text-xs">{problem}</p>}
      <p className="mt-1 mb-2">{t('identities.agentOffWhat')}</p>
      <CommandLine text={'eval "$(ssh-agent)"; ssh-add'} copyLabel={common('action.copy')} />
    </Note>
  )
}
