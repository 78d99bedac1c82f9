import { TriangleAlert } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { fromWireError, type WireError } from '../../shared/errors/app-error'
import type { WireTrouble } from '../../shared/ipc/requests/console-requests'
import { useConsole } from '../api/queries'
import { describeError } from '../ui/describe-error'
import { Ago } from '../ui/moment'
import { Note } from '../ui/notes'
import { Prose } from '../ui/prose'

/** Says on every page which part of the console cannot do its work, what that means, and how to end it. */
export function TroubleBanner() {
  const { data = [] } = useConsole('trouble:list', {})
  return (
    // there from the beginning: a live region that appears with its text is not read out
    <div role="alert">
      {data.map((trouble) => (
        <Trouble key={trouble.part} trouble={trouble} />
      ))}
    </div>
  )
}

function Trouble({ trouble: { part, sinceMs, ...error } }: { readonly trouble: WireTrouble }) {
  const { t } = useTranslation('app')
  return (
    <Note
      tone={part === 'journal' ? 'red' : 'orange'}
      icon={TriangleAlert}
      className="rounded-none border-x-0 border-t-0 px-4 py-1.5"
    >
      <strong>{t(`trouble.${part}`)}</strong> <Prose text={describeError(fromWireError(error as WireError))} />{' '}
      <span className="text-xs">
        <Ago atMs={sinceMs} />
      </span>
    </Note>
  )
}
