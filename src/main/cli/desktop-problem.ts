import type { DesktopRuntime } from './desktop-runtime'

/** What a window depends on beside its runtime. */
export type Screen = {
  readonly platform: NodeJS.Platform
  readonly env: Readonly<Record<string, string | undefined>>
  /** The user, where the system has numbers for them. */
  readonly uid: number | undefined
}

/** Why no window can be shown here whatever the runtime is, in one sentence; undefined when one can. Pure. */
export function screenProblem({ platform, env, uid }: Screen): string | undefined {
  if (platform !== 'linux') return undefined
  if (!env['DISPLAY'] && !env['WAYLAND_DISPLAY']) return 'There is no screen here for the desktop window.'
  return uid === 0 ? 'The desktop window is not opened for root, whom Chromium cannot shut into a sandbox.' : undefined
}

/** What is missing for the desktop window and how to get it, in one sentence. Pure. */
export const runtimeProblem = (runtime: Exclude<DesktopRuntime, { kind: 'ready' }>): string =>
  runtime.kind === 'none'
    ? 'This installation has no desktop window; the installers and a checkout of the sources do.'
    : 'The Electron runtime for the desktop window is not here; `npx install-electron` fetches it (some 120 MB).'
