import { ServedDemo } from '../demo/served-demo'
import { reachConsole, type OpenOptions, type ReachedConsole } from '../open-client'

type Wishes = Pick<OpenOptions, 'dataFolder' | 'keychain'>

/**
 * The console of a data folder, in this process, with its rollouts taken up; or the one that has the folder already.
 * @throws AppError `data.*`, `db.*`, `logs.*`, `console.busy`
 */
export async function openDesktopConsole(wishes: Wishes): Promise<ReachedConsole> {
  const reached = await reachConsole({
    ...wishes,
    hasPages: true,
    openDemo: (surroundings) => new ServedDemo(surroundings),
  })
  if (reached.kind === 'owned') reached.owned.takeUpRollouts()
  return reached
}
