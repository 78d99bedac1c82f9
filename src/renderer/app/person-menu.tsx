import { UserRound } from 'lucide-react'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useConsole } from '../api/queries'
import { usePerson } from '../stores/person-store'
import { Button } from '../ui/button'
import { Field, TextInput } from '../ui/field'
import { Popover } from '../ui/popover'

/** Who acts here. The journal records names; it does not authenticate them. */
export function PersonMenu() {
  const { t } = useTranslation('app')
  const { person, setPerson } = usePerson()
  const { data } = useConsole('console:info', {})
  const [name, setName] = useState(person)
  useEffect(() => {
    if (person === '' && data) setPerson(data.user)
  }, [person, data, setPerson])
  useEffect(() => setName(person), [person])
  const isUsable = name.trim() !== '' && name.trim() !== 'console'
  const take = () => {
    if (isUsable) setPerson(name.trim())
  }
  return (
    <Popover
      label={t('person.title')}
      trigger={
        <Button
          tone="quiet"
          size="sm"
          icon={UserRound}
          className="w-full justify-start"
          aria-label={t('person.as', { person })}
        >
          <span className="truncate">{person}</span>
        </Button>
      }
    >
      <Field label={t('person.title')} hint={t('person.hint')} error={isUsable ? undefined : t('person.unusable')}>
        <TextInput
          value={name}
          onChange={(event) => setName(event.target.value)}
          onBlur={take}
          onKeyDown={(event) => {
            if (event.key === 'Enter') take()
          }}
        />
      </Field>
    </Popover>
  )
}
