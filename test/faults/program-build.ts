import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import config from '../../vite.config'
import { buildEntries } from '../helpers/build-entries'

/**
 * Build the program for one run of the suite, so that a build that somebody makes meanwhile does not change it. It lies
 * below the repository, where its packages are found. The page is not part of it.
 */
export async function buildProgram(): Promise<{ readonly programFile: string; readonly remove: () => void }> {
  const dir = mkdtempSync(resolve('node_modules/.faults-'))
  const remove = () => rmSync(dir, { recursive: true, force: true })
  try {
    await buildEntries(join(dir, 'main'), config.build?.rollupOptions?.input as Record<string, string>)
    // `serve` wants a page, whatever it says
    mkdirSync(join(dir, 'renderer'))
    writeFileSync(join(dir, 'renderer/index.html'), '<!doctype html><title>Lastmile</title>\n')
  } catch (error) {
    remove()
    throw error
  }
  return { programFile: join(dir, 'main/lastmile.js'), remove }
}
