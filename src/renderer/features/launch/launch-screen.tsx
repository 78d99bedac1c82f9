import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useStore } from 'zustand'
import { FeedContext, useFeed } from '../../stores/rollouts'
import { formatNumber } from '../../ui/format'
import { ErrorNote, LoadingNote } from '../../ui/notes'
import { useMediaQuery } from '../../ui/use-media-query'
import { BatchesPanel } from './batches-panel'
import { CapacityPanel } from './capacity-panel'
import { DebtsPanel } from './debts-panel'
import { Dock } from './dock'
import { FailuresPanel } from './failures-panel'
import { HostSheet } from './host-sheet'
import { LaunchHeader } from './launch-header'
import { LaunchNotes } from './launch-notes'
import { LaunchUiContext, LaunchUiStore } from './launch-ui'
import { OperationDialogs } from './operation-dialogs'
import { SignalsPanel } from './signals-panel'
import { StepsPanel } from './steps-panel'
import { useLaunchCommands } from './use-launch-commands'
import { useLaunchKeys } from './use-launch-keys'

/** One rollout, live: everything that is needed to decide, on one page. */
export function LaunchScreen({ rollout }: { readonly rollout: string }) {
  const { t } = useTranslation('launch')
  const feed = useFeed(rollout)
  const [ui] = useState(() => new LaunchUiStore())
  const isThere = useStore(feed.store, ({ rollout: state, isComplete }) => state !== undefined && isComplete)
  const read = useStore(feed.store, ({ seq }) => seq)
  const error = useStore(feed.store, (state) => state.error)
  if (!isThere) {
    return (
      <div className="mx-auto flex w-full max-w-140 flex-col gap-4 p-10">
        <h1 className="text-lg font-semibold">{t('loading.title', { rollout })}</h1>
        {error ? <ErrorNote error={error} /> : null}
        {error ? null : <LoadingNote what={t('loading.journal', { rows: formatNumber(read) })} />}
      </div>
    )
  }
  return (
    <FeedContext.Provider value={feed}>
      <LaunchUiContext.Provider value={ui}>
        <LaunchPage />
      </LaunchUiContext.Provider>
    </FeedContext.Provider>
  )
}

function LaunchPage() {
  useLaunchKeys()
  useLaunchCommands()
  const { t } = useTranslation('launch')
  const isWide = useMediaQuery('(width >= 80rem)')
  return (
    <div className="flex min-h-0 flex-1 flex-col">
      <LaunchHeader />
      <LaunchNotes />
      <div className="grid min-h-0 flex-1 grid-cols-[17.5rem_minmax(0,1fr)] gap-3 overflow-hidden p-3 xl:grid-cols-[20rem_minmax(0,1fr)_17rem] 2xl:grid-cols-[24rem_minmax(0,1fr)_22rem]">
        <StepsPanel />
        <div className="flex min-h-0 flex-col gap-3 overflow-y-auto xl:overflow-hidden">
          <FailuresPanel />
          <BatchesPanel />
          {isWide ? null : (
            <div className="grid shrink-0 grid-cols-2 gap-3">
              <CapacityPanel />
              <DebtsPanel />
              <SignalsPanel />
            </div>
          )}
        </div>
        {isWide ? (
          <div
            role="region"
            aria-label={t('around')}
            tabIndex={0}
            className="flex min-h-0 flex-col gap-3 overflow-y-auto [&>section]:min-h-fit [&>section]:flex-none"
          >
            <CapacityPanel />
            <SignalsPanel />
            <DebtsPanel />
          </div>
        ) : null}
      </div>
      <Dock />
      <HostSheet />
      <OperationDialogs />
    </div>
  )
}
