/** Sentences for `web.*`: the page that is served to browsers. */
export const webErrors = {
  'web.not-served':
    'The console of this data folder (process {pid}) is not served to browsers. End it (it may be a `lastmile run`), then `lastmile serve` serves the page.',
  'web.page-missing': 'The page is not built: {folder} holds no index.html. `npm run build` builds it.',
  'web.port-taken': 'Port {port} of {address} is taken by another program. Give another one with --port.',
  'web.cannot-listen': 'This machine does not listen on {address}, port {port} ({reason}).',
  'web.open-to-others':
    '{address} can be reached from other machines, and whoever opens the page can release. Leave out --listen and use an SSH tunnel; or, if it has to be, give --i-know, --tls-cert FILE and --tls-key FILE.',
  'web.tls-unusable': 'The certificate {cert} with the key {key} cannot be used for TLS ({reason}).',
} as const satisfies Record<`web.${string}`, string>
