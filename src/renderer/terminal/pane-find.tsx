import { ChevronDown, ChevronUp, X } from 'lucide-react'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { IconButton } from '../ui/button'
import { TextInput } from '../ui/field'
import type { Screen } from './screen'

type Found = { readonly index: number; readonly count: number }

/** Looks for a text in one pane. Enter goes to the next, Shift+Enter to the one before, Escape closes. */
export function PaneFind({ screen, onClose }: { readonly screen: Screen; readonly onClose: () => void }) {
  const { t } = useTranslation('terminal')
  const [text, setText] = useState('')
  const [found, setFound] = useState<Found>({ index: -1, count: 0 })
  useEffect(() => {
    const listening = screen.search.onDidChangeResults(({ resultIndex, resultCount }) =>
      setFound({ index: resultIndex, count: resultCount }),
    )
    return () => {
      listening.dispose()
      screen.search.clearDecorations()
    }
  }, [screen])
  const find = (wanted: string, isBack = false, incremental = false) => {
    const { found: match, active } = screen.markColors
    const decorations = {
      matchBackground: match,
      activeMatchBackground: active,
      matchOverviewRuler: active,
      activeMatchColorOverviewRuler: active,
    }
    if (wanted === '') return screen.search.clearDecorations()
    if (isBack) screen.search.findPrevious(wanted, { decorations })
    else screen.search.findNext(wanted, { decorations, incremental })
  }
  return (
    <div role="search" className="flex h-8 shrink-0 items-center gap-1 border-b border-line bg-raised px-2">
      <TextInput
        autoFocus
        aria-label={t('find.label')}
        placeholder={t('find.label')}
        value={text}
        className="h-6 max-w-64"
        onChange={(event) => {
          setText(event.target.value)
          find(event.target.value, false, true)
        }}
        onKeyDown={(event) => {
          if (event.key === 'Enter') find(text, event.shiftKey)
          if (event.key === 'Escape') {
            event.stopPropagation()
            onClose()
          }
        }}
      />
      <span aria-live="polite" className="tabular px-1 text-2xs whitespace-nowrap text-muted">
        {text === '' ? '' : found.count === 0 ? t('find.nothing') : t('find.found', place(found))}
      </span>
      <IconButton icon={ChevronUp} label={t('find.previous')} onClick={() => find(text, true)} />
      <IconButton icon={ChevronDown} label={t('find.next')} onClick={() => find(text)} />
      <IconButton icon={X} label={t('find.close')} onClick={onClose} />
    </div>
  )
}

const place = ({ index, count }: Found) => ({ index: index + 1, count })
