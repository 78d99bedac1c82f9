import { homedir, hostname, userInfo } from 'node:os'
import { join } from 'node:path'

/** `~` and `~/x` become paths in the home directory; anything else is unchanged. Pure. */
export function expandHome(path: string, home: string = homedir()): string {
  if (path === '~') return home
  return path.startsWith('~/') ? join(home, path.slice(2)) : path
}

export type TokenValues = {
  /** %h */
  readonly host: string
  /** %n, as written in lastmile.yml */
  readonly alias: string
  /** %p */
  readonly port: number
  /** %r */
  readonly user: string
  /** %d */
  readonly home: string
}

/** Fill the `%` tokens of ssh_config; an unknown one stays as it is. */
export function expandTokens(text: string, values: TokenValues): string {
  const tokens: Readonly<Record<string, () => string>> = {
    '%': () => '%',
    h: () => values.host,
    n: () => values.alias,
    k: () => values.host,
    p: () => String(values.port),
    r: () => values.user,
    d: () => values.home,
    u: () => localUser(),
    i: () => String(process.getuid?.() ?? ''),
    l: () => hostname(),
    L: () => hostname().split('.')[0] ?? '',
  }
  return text.replace(/%(.)/g, (whole, letter: string) => tokens[letter]?.() ?? whole)
}

/** `${NAME}` from the environment; undefined variables become empty. Pure. */
export function expandVariables(text: string, env: NodeJS.ProcessEnv): string {
  return text.replace(/\$\{(\w+)\}/g, (_, name: string) => env[name] ?? '')
}

/** The name of the account this console runs as; some containers have none. */
export function localUser(): string {
  try {
    return userInfo().username
  } catch {
    return process.env['USER'] ?? 'root'
  }
}
