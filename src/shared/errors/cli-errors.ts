/** Sentences for `cli.*`: what was typed on the command line. */
export const cliErrors = {
  'cli.usage': '{why}. `lastmile {verb} --help` shows how it is used.',
  'cli.unknown-verb': 'There is no verb "{verb}".{suggestion} `lastmile --help` lists them.',
  'cli.cluster-unclear': 'Several clusters are known, so name one with --app and --env: {known}.',
  'cli.no-cluster': 'No app is known{where}. `lastmile apply FILE` adds one.',
  'cli.import-no-app':
    'There is no app "{app}" to import hosts into. Known: {known}. Write it into a lastmile.yml, its environment "{environment}" with `hosts: []`; then `lastmile apply lastmile.yml`, and import again.',
  'cli.import-no-environment':
    '{app} has no environment "{environment}" to import hosts into. Known: {known}. `lastmile export {app} > lastmile.yml` writes the app as a file: add the environment there with `hosts: []`; then `lastmile apply lastmile.yml`, and import again.',
  'cli.file-unreadable': '{file} cannot be read ({reason}).',
  'cli.file-unwritable': '{file} cannot be written ({reason}).',
  'cli.no-log': 'No log of {step} on {host} is kept for rollout {rollout}. Kept: {known}.',
} as const satisfies Record<`cli.${string}`, string>
