import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { consoleActor } from '../../../shared/domain/rollout-command'
import { allowNotifications } from '../../app/attention'
import { usePerson } from '../../stores/person-store'
import { Badge } from '../../ui/badge'
import { Button } from '../../ui/button'
import { Field, TextInput } from '../../ui/field'
import type { Tone } from '../../ui/tone'
import { Row, Rows, SectionPage } from './section-page'

/** The name that acts here, and how the page calls for attention. */
export function YouSection() {
  const { t } = useTranslation('settings')
  return (
    <SectionPage name="you" lead={t('you.lead')}>
      <Rows>
        <NameRow />
        <NotificationsRow />
        <Row label={t('you.title')} hint={t('you.titleWhat')} />
      </Rows>
    </SectionPage>
  )
}

function NameRow() {
  const { t } = useTranslation('settings')
  const { person, setPerson } = usePerson()
  const [name, setName] = useState(person)
  const [isSaved, setIsSaved] = useState(false)
  useEffect(() => setName(person), [person])
  const wanted = name.trim()
  const isUsable = wanted !== '' && wanted !== consoleActor && wanted.length <= 200
  return (
    <form
      className="px-4 py-3"
      onSubmit={(event) => {
        event.preventDefault()
        if (!isUsable) return
        setPerson(wanted)
        setIsSaved(true)
      }}
    >
      <div className="flex items-end gap-2">
        <Field label={t('you.name')} className="max-w-80 flex-1">
          <TextInput
            value={name}
            maxLength={200}
            onChange={(event) => {
              setName(event.target.value)
              setIsSaved(false)
            }}
          />
        </Field>
        <Button
          type="submit"
          disabledBecause={!isUsable ? t('you.nameUnusable') : wanted === person ? t('you.same') : undefined}
          className="min-w-0"
        >
          <span className="max-w-60 truncate">{t('you.save', { person: isUsable ? wanted : person })}</span>
        </Button>
      </div>
      <p role="status" className="mt-1.5 text-xs text-green-fg empty:hidden">
        {isSaved && person === wanted ? t('you.saved', { person }) : ''}
      </p>
      <p className="mt-1.5 max-w-140 text-xs text-muted">{t('you.nameHint')}</p>
      <p className="mt-1 max-w-140 text-xs text-muted">{t('you.otherBrowsers')}</p>
    </form>
  )
}

const tones = { granted: 'green', denied: 'orange', default: 'slate', unsupported: 'grey' } as const satisfies Record<
  string,
  Tone
>

const permissionNow = (): keyof typeof tones => ('Notification' in window ? Notification.permission : 'unsupported')

function NotificationsRow() {
  const { t } = useTranslation('settings')
  const [permission, setPermission] = useState(permissionNow)
  const hint = (
    <>
      {t('you.notificationsWhat')}
      {permission === 'denied' ? <span className="mt-1 block text-orange-fg">{t('you.deniedHelp')}</span> : null}
    </>
  )
  return (
    <Row label={t('you.notifications')} hint={hint}>
      <Badge tone={tones[permission]}>{t(`you.permission.${permission}`)}</Badge>
      {permission === 'default' ? (
        <Button onClick={() => void allowNotifications().then(() => setPermission(permissionNow()))}>
          {t('you.allow')}
        </Button>
      ) : null}
    </Row>
  )
}
