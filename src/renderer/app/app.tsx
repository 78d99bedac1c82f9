import { QueryClientProvider } from '@tanstack/react-query'
import { Tooltip } from 'radix-ui'
import { ErrorBoundary } from 'react-error-boundary'
import { Route, Router, Switch, useLocation } from 'wouter'
import { queryClient } from '../api/queries'
import { BoardScreen } from '../features/board/board-screen'
import { ChecklistsScreen } from '../features/checklists/checklists-screen'
import { FleetScreen } from '../features/fleet/fleet-screen'
import { HistoryScreen } from '../features/history/history-screen'
import { ReviewScreen } from '../features/history/review-screen'
import { LaunchScreen } from '../features/launch/launch-screen'
import { NewLaunchScreen } from '../features/new-launch/new-launch-screen'
import { SettingsScreen } from '../features/settings/settings-screen'
import { Toaster } from '../ui/toaster'
import { useAttention } from './attention'
import { BrakeDialog } from './brake-dialog'
import { CrashPage } from './crash-page'
import { useDesktopWishes } from './desktop-wishes'
import { useHashLocation } from './hash-location'
import { LeaveDialog, askBeforeLeaving } from './leave-guard'
import { KeyHelp } from './key-help'
import { LineBanner } from './line-banner'
import { Palette } from './palette'
import { Questions } from './questions'
import { Sidebar } from './sidebar'
import { TroubleBanner } from './trouble-banner'
import { useGeneralCommands } from './general-commands'

/** The whole page. */
export function App() {
  return (
    <QueryClientProvider client={queryClient}>
      <Tooltip.Provider delayDuration={250} skipDelayDuration={200}>
        <Router hook={useHashLocation} aroundNav={askBeforeLeaving}>
          <Frame />
        </Router>
        <Toaster />
      </Tooltip.Provider>
    </QueryClientProvider>
  )
}

function Frame() {
  useAttention()
  useGeneralCommands()
  useDesktopWishes()
  const [path] = useLocation()
  return (
    <div className="flex h-full flex-col">
      <LineBanner />
      <TroubleBanner />
      <div className="flex min-h-0 flex-1">
        <Sidebar />
        <main className="flex min-h-0 min-w-0 flex-1 flex-col overflow-hidden">
          <ErrorBoundary FallbackComponent={CrashPage} resetKeys={[path]}>
            <Pages />
          </ErrorBoundary>
        </main>
      </div>
      <Palette />
      <BrakeDialog />
      <KeyHelp />
      <Questions />
      <LeaveDialog />
    </div>
  )
}

function Pages() {
  return (
    <Switch>
      <Route path="/" component={BoardScreen} />
      <Route path="/fleet" component={FleetScreen} />
      <Route path="/new" component={NewLaunchScreen} />
      <Route path="/rollouts/:rollout">{({ rollout }) => <LaunchScreen key={rollout} rollout={rollout} />}</Route>
      <Route path="/history" component={HistoryScreen} />
      <Route path="/history/:rollout">{({ rollout }) => <ReviewScreen key={rollout} rollout={rollout} />}</Route>
      <Route path="/checklists" component={ChecklistsScreen} />
      <Route path="/settings/:section?" component={SettingsScreen} />
      <Route component={BoardScreen} />
    </Switch>
  )
}
