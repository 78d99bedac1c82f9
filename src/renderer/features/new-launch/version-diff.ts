/** A release as far as comparing needs it. */
type Known = { readonly version: string; readonly createdAtMs: number }

/**
 * Order versions as people number them: `1.9` before `1.10`, a pre-release (`1.2.0-rc1`) before its release. Pure.
 * Negative when `one` comes first.
 */
export function compareVersions(one: string, other: string): number {
  const [a, b] = [split(one), split(other)]
  return compareText(a.core, b.core) || comparePre(a.pre, b.pre)
}

function split(version: string): { readonly core: string; readonly pre: string } {
  const plain = version.replace(/^v(?=\d)/, '').replace(/\+.*$/, '')
  const at = plain.indexOf('-')
  return at < 0 ? { core: plain, pre: '' } : { core: plain.slice(0, at), pre: plain.slice(at + 1) }
}

const collator = new Intl.Collator('en', { numeric: true })
const compareText = (one: string, other: string) => collator.compare(one, other)

function comparePre(one: string, other: string): number {
  if (one === '' || other === '') return one === other ? 0 : one === '' ? 1 : -1
  return compareText(one, other)
}

export type VersionStep<Release extends Known> = {
  readonly direction: 'forward' | 'back' | 'same'
  /** What the step brings (forward, the target included) or takes away (back, the running one included); newest first. */
  readonly releases: readonly Release[]
}

/** What lies between the running version and the one to be released. Pure; only releases that are known. */
export function stepBetween<Release extends Known>(
  releases: readonly Release[],
  running: string,
  target: string,
): VersionStep<Release> {
  const order = compareVersions(running, target)
  if (order === 0) return { direction: 'same', releases: [] }
  const [low, high] = order < 0 ? [running, target] : [target, running]
  const between = releases
    .filter(({ version }) => compareVersions(version, low) > 0 && compareVersions(version, high) <= 0)
    .toSorted((one, other) => compareVersions(other.version, one.version))
  return { direction: order < 0 ? 'forward' : 'back', releases: between }
}
