/** Addresses of the pages, behind the `#`. Features link with these, never with literal paths. */
export const routes = {
  board: () => '/',
  fleet: (at: { readonly app?: string; readonly environment?: string; readonly host?: string } = {}) =>
    withQuery('/fleet', at),
  newLaunch: (at: { readonly app?: string; readonly environment?: string; readonly version?: string } = {}) =>
    withQuery('/new', at),
  launch: (rollout: string) => `/rollouts/${encodeURIComponent(rollout)}`,
  history: (at: { readonly app?: string; readonly environment?: string; readonly text?: string } = {}) =>
    withQuery('/history', at),
  review: (rollout: string) => `/history/${encodeURIComponent(rollout)}`,
  checklists: (at: { readonly scope?: string; readonly name?: string; readonly gate?: string } = {}) =>
    withQuery('/checklists', at),
  settings: (section?: string) => (section === undefined ? '/settings' : `/settings/${section}`),
}

function withQuery(path: string, at: Readonly<Record<string, string | undefined>>): string {
  const given = Object.entries(at).filter((entry): entry is [string, string] => entry[1] !== undefined)
  return given.length === 0 ? path : `${path}?${new URLSearchParams(given).toString()}`
}
