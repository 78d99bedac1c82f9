import { useRef, useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import type { Output } from '../../../shared/ipc/contract'
import { useConsole } from '../../api/queries'
import { Field, TextArea, TextInput } from '../../ui/field'
import { ErrorNote } from '../../ui/notes'
import { Select } from '../../ui/select'
import { BlockedNote } from './blocked-note'
import { useLaunch } from './launch-context'
import { placeOfRefusal } from './plan-refusal'
import { RefusalNote } from './refusal-note'
import { ReleaseList } from './release-list'
import { isSha256 } from './start-request'
import { StepSection } from './step-section'
import { VersionChanges } from './version-changes'

/** What is released: the app, its version, and what that brings. */
export function StepWhat({ apps }: { readonly apps: Output<'app:list'> }) {
  const { t } = useTranslation('newLaunch')
  const { draft, aim } = useLaunch()
  const releases = useConsole('release:list', { app: draft.app }, { enabled: draft.app !== '' })
  const known = releases.data?.find(({ version }) => version === draft.version.trim())
  return (
    <StepSection number={1} title={t('what.title')}>
      <div className="grid grid-cols-2 gap-3">
        <Field label={t('what.app')}>
          <Select
            value={draft.app === '' ? undefined : draft.app}
            placeholder={t('what.chooseApp')}
            onChange={(app) => aim({ app, environment: onlyEnvironment(apps, app), version: '' })}
            options={apps.map(({ app, owner }) => ({ value: app, label: app, ...(owner ? { note: owner } : {}) }))}
          />
        </Field>
        <Field label={t('what.version')}>
          <TextInput
            value={draft.version}
            placeholder={t('what.versionPlaceholder')}
            className="font-mono"
            onChange={(event) => aim({ version: event.target.value })}
          />
        </Field>
      </div>
      <RefusalNote places={['app']} />
      <ErrorNote error={releases.error} onRetry={() => void releases.refetch()} />
      {draft.app === '' ? null : <ReleaseList releases={releases.data ?? []} />}
      {known?.blocked ? <BlockedNote release={known} /> : null}
      {known?.blocked ? null : <RefusalNote places={['version']} />}
      <VersionChanges releases={releases.data ?? []} />
      <Sha256Field known={known?.digest} />
      <NotesField known={known?.notes} />
    </StepSection>
  )
}

/** Where there is only one environment, nobody has to choose it. */
export const onlyEnvironment = (apps: Output<'app:list'>, app: string): string => {
  const environments = apps.find((each) => each.app === app)?.environments ?? []
  return environments.length === 1 ? (environments[0]?.name ?? '') : ''
}

function Sha256Field({ known }: { readonly known: string | undefined }) {
  const { t } = useTranslation('newLaunch')
  const { draft, change, startError } = useLaunch()
  const input = useRef<HTMLInputElement>(null)
  const isRefused = startError !== undefined && placeOfRefusal(startError) === 'sha256'
  useEffect(() => {
    if (isRefused) input.current?.focus()
  }, [isRefused, startError])
  const text = draft.sha256.trim()
  const isWrong = text !== '' && !isSha256(text)
  return (
    <div className="flex flex-col gap-2">
      <Field
        label={t('what.sha256')}
        hint={known ? t('what.sha256Known') : t('what.sha256Hint')}
        error={isWrong ? t('what.sha256Wrong') : undefined}
      >
        <TextInput
          ref={input}
          value={draft.sha256}
          placeholder={known}
          className="font-mono text-xs"
          onChange={(event) => change({ sha256: event.target.value })}
        />
      </Field>
      <RefusalNote places={['sha256']} />
    </div>
  )
}

function NotesField({ known }: { readonly known: string | undefined }) {
  const { t } = useTranslation('newLaunch')
  const { draft, change } = useLaunch()
  return (
    <Field label={t('what.notes')} hint={known ? t('what.notesKnown') : t('what.notesHint')}>
      <TextArea
        rows={2}
        maxLength={20_000}
        value={draft.notes}
        placeholder={known}
        onChange={(event) => change({ notes: event.target.value })}
      />
    </Field>
  )
}
