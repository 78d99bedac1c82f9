import { extname, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

/** What a person opened this program with. */
export type Opened =
  | { readonly kind: 'place'; readonly place: string }
  | { readonly kind: 'file'; readonly path: string }
  /** Nothing but the window. */
  | { readonly kind: 'window' }

/** Links of the system that lead here. */
export const linkScheme = 'lastmile'
/** Ids are short words of letters and digits; anything else in a link is somebody who tries something. */
const rolloutLink = new RegExp(`^${linkScheme}://rollout/([a-z0-9]{1,40})/?$`)
const specEndings: ReadonlySet<string> = new Set(['.yml', '.yaml'])

/** The place of the page that a link means: `lastmile://rollout/k7m2p4`. Undefined for any other. Pure. */
export function parseLink(link: string): string | undefined {
  const id = rolloutLink.exec(link)?.[1]
  return id === undefined ? undefined : `/rollouts/${id}`
}

/**
 * What the arguments of a start ask for: the last link or lastmile.yml among them. Options are those of Chromium, or none of
 * ours. `folder`: where that start was made. Pure but for the separators of this system.
 */
export function parseArguments(words: readonly string[], folder: string): Opened | undefined {
  return words.map((word) => parseArgument(word, folder)).findLast((opened) => opened !== undefined)
}

function parseArgument(word: string, folder: string): Opened | undefined {
  if (word.startsWith('-')) return undefined
  const place = parseLink(word)
  if (place !== undefined) return { kind: 'place', place }
  const path = pathOf(word)
  if (path === undefined || !specEndings.has(extname(path).toLowerCase())) return undefined
  return { kind: 'file', path: resolve(folder, path) }
}

/** Desktops of Linux open a file by its address. Undefined for one that leads to another machine or nowhere. */
function pathOf(word: string): string | undefined {
  if (!/^file:/i.test(word)) return word
  try {
    return fileURLToPath(word)
  } catch {
    return undefined
  }
}
