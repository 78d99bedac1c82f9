/** Every page of the console, by a name and the part of the address behind `#`. */
export const screens = (rollout: string): readonly (readonly [string, string])[] => [
  ['board', '/'],
  ['fleet', '/fleet?app=shop&environment=production'],
  ['host', '/fleet?app=shop&environment=production&host=web-01'],
  ['new-launch', '/new?app=shop&environment=production&version=1.1.0'],
  ['launch', `/rollouts/${rollout}`],
  ['history', '/history'],
  ['review', `/history/${rollout}`],
  ['checklists', '/checklists'],
  ...['you', 'appearance', 'identities', 'known-hosts', 'data', 'apps', 'demo', 'about'].map(
    (section) => [`settings-${section}`, `/settings/${section}`] as const,
  ),
]

/** Those that have something to say when there is nothing to show; the board last. */
export const emptyScreens: readonly (readonly [string, string])[] = [
  ['fleet', '/fleet'],
  ['new launch', '/new'],
  ['history', '/history'],
  ['board', '/'],
]
