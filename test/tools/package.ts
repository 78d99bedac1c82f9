/**
 * `npm run package`: the installers of this platform, in out/package; options are those of electron-builder. With `--check`
 * only as far as that goes without the Electron runtime: nothing is fetched, and what would be installed is examined.
 */
import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { packWithoutRuntime } from './pack-check.ts'
import { listPackProblems } from './pack-problems.ts'

const root = join(import.meta.dirname, '../..')
const words = process.argv.slice(2)
if (words.includes('--check')) {
  const packed = await packWithoutRuntime(root)
  const problems = listPackProblems(packed, (path) => readFileSync(join(root, path), 'utf8'))
  for (const problem of problems) console.error(problem)
  console.log(`${packed.files.length} files would be installed, ${packed.unpacked.length} of them unpacked.`)
  if (problems.length === 0) console.log('Nothing is missing, and nothing is there that does not run.')
  process.exitCode = problems.length === 0 ? 0 : 1
} else {
  const cli = createRequire(import.meta.url).resolve('electron-builder/cli.js')
  process.exitCode = spawnSync(process.execPath, [cli, ...words], { cwd: root, stdio: 'inherit' }).status ?? 1
}
