import SSHConfig from 'ssh-config'
import { checkHosts, portOf, problemAt, type FoundHost, type Inventory } from './inventory'

/** Words that look like patterns: they describe hosts but name none. */
const isPattern = (alias: string) => /[*?!]/.test(alias)

/**
 * Read hosts from an OpenSSH client configuration: every alias of a `Host` line without `*`, `?` or `!`, with the
 * HostName, Port and User that apply to it. Pure: `Match exec` is never run and `Include` not followed.
 *
 * Keys, jump hosts and the rest are not part of a host: name them under `ssh:` of the environment, or let `ssh.config`
 * point to the same file.
 * @throws AppError `inventory.invalid`
 */
export function parseSshConfigInventory(text: string, fileName: string): Inventory {
  const aliases = aliasesOf(text)
  const patterns = aliases.filter(({ alias }) => isPattern(alias)).map(({ alias }) => alias)
  const ignored = patterns.length > 0 ? [`patterns, which name no host: ${[...new Set(patterns)].join(' ')}`] : []
  if (/^\s*include[\s=]/im.test(text)) ignored.push('Include: import those files on their own')
  if (/^\s*match[\s=]/im.test(text)) ignored.push('Match blocks that run a command')
  let config: SSHConfig
  try {
    config = SSHConfig.parse(text)
  } catch (cause) {
    const message = cause instanceof Error ? cause.message : String(cause)
    return checkHosts(fileName, [], [problemAt(1, message)], ignored)
  }
  const seen = new Set<string>()
  const found = aliases.flatMap(({ alias, line }) => {
    // the first Host line that names an alias wins in OpenSSH, too; later ones only add to it
    if (isPattern(alias) || seen.has(alias)) return []
    seen.add(alias)
    return [readHost(config, alias, line)]
  })
  return checkHosts(fileName, found, [], ignored)
}

function aliasesOf(text: string): { alias: string; line: number }[] {
  return text.split(/\r?\n/).flatMap((row, index) => {
    const [, names = ''] = /^\s*host(?:\s*=\s*|\s+)(.*?)\s*(?:\s#.*)?$/i.exec(row) ?? []
    return [...names.matchAll(/"([^"]+)"|(\S+)/g)].map((match) => ({
      alias: match[1] ?? match[2] ?? '',
      line: index + 1,
    }))
  })
}

function readHost(config: SSHConfig, alias: string, line: number): FoundHost {
  const options = config.compute(alias, { ignoreCase: true, matchExec: false })
  const textOf = (key: string) => (typeof options[key] === 'string' ? options[key] : undefined)
  const address = textOf('hostname')?.replaceAll('%h', alias).replaceAll('%%', '%')
  const port = textOf('port')
  const user = textOf('user')
  return {
    line,
    host: {
      name: alias,
      ...(address === undefined || address === alias ? {} : { address }),
      ...(port === undefined ? {} : { port: portOf(port) }),
      ...(user === undefined ? {} : { user }),
    },
  }
}
