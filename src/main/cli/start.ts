/**
 * `npm start`: the console for the person at this machine. The desktop window where there is an Electron runtime to show it;
 * otherwise the same page in a browser. Options are those of `lastmile serve`.
 */
import { main } from './main'
import { desktopProblem } from './desktop-problem'

const problem = desktopProblem(import.meta.url)
console.error(`${problem} The page is served to your browser instead.`)
process.exitCode = await main(['serve', '--open', ...process.argv.slice(2)])
