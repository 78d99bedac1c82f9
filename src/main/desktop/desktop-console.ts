import { ServedDemo } from '../demo/served-demo'
import { reachConsole, type OpenOptions, type ReachedConsole } from '../open-client'

type Wishes = Pick<OpenOptions, 'dataFolder' | 'keychain' | 'loginKeychain' | 'keepAwake'> & {
  /** There is a Node that the services of the demo fleet can run in. */
  readonly hasDemo: boolean
}

/**
 * The console of a data folder, in this process, with its rollouts taken up; or the one that has the folder already.
 * @throws AppError `data.*`, `db.*`, `logs.*`, `console.busy`
 */
export async function openDesktopConsole({ hasDemo, ...wishes }: Wishes): Promise<ReachedConsole> {
  const reached = await reachConsole({
    ...wishes,
    hasPages: true,
    ...(hasDemo ? { openDemo: (surroundings) => new ServedDemo(surroundings) } : {}),
  })
  if (reached.kind === 'owned') reached.owned.takeUpRollouts()
  return reached
}
