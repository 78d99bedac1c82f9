import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import type { Keychain } from '../ports/secrets'

/** A locked keychain may ask its owner for a password. */
const answerTimeoutMs = 60_000
const longestValueBytes = 256 * 1024

type Tool = {
  readonly program: string
  readonly words: (service: string, account: string) => readonly string[]
  /** Exit codes that mean: there is no such entry. Without a word on stderr. */
  readonly missingCodes: readonly number[]
  readonly advice: string
}

const tools: Readonly<Partial<Record<NodeJS.Platform, Tool>>> = {
  linux: {
    program: 'secret-tool',
    words: (service, account) => ['lookup', 'service', service, 'account', account],
    missingCodes: [1],
    advice: 'secret-tool is not installed (package libsecret-tools)',
  },
  darwin: {
    program: 'security',
    words: (service, account) => ['find-generic-password', '-s', service, '-a', account, '-w'],
    missingCodes: [44],
    advice: 'the program "security" is not on the PATH',
  },
}

/** There is no keychain to ask on this machine; the message says why. */
export class NoKeychain extends Error {}

/** How a person stores an entry that is missing. Pure. */
export function storeCommand(platform: NodeJS.Platform, service: string, account: string): string {
  if (platform === 'darwin') return `security add-generic-password -s ${service} -a ${account} -w`
  // that of the desktop window, where the installed command puts it; there it can neither ask nor read a pipe
  if (platform === 'win32') return `lastmile keep-secret ${service}/${account} --from FILE`
  return `secret-tool store --label=${service} service ${service} account ${account}`
}

/** The keychain of Linux (libsecret) and macOS, by the programs they have for it. Values come over a pipe. */
export class SystemKeychain implements Keychain {
  readonly #platform: NodeJS.Platform
  readonly #env: NodeJS.ProcessEnv

  constructor(platform: NodeJS.Platform = process.platform, env: NodeJS.ProcessEnv = process.env) {
    this.#platform = platform
    this.#env = env
  }

  async find(service: string, account: string): Promise<string | undefined> {
    const tool = tools[this.#platform]
    if (!tool) throw new NoKeychain(`on ${this.#platform} only the desktop window has one`)
    try {
      const options = { env: this.#env, timeout: answerTimeoutMs, maxBuffer: longestValueBytes }
      const { stdout } = await promisify(execFile)(tool.program, [...tool.words(service, account)], options)
      // one line break belongs to the program, not to the value
      return stdout.replace(/\r?\n$/, '')
    } catch (error) {
      return notFound(tool, error)
    }
  }
}

type ExecError = Error & { readonly code?: unknown; readonly stderr?: string; readonly killed?: boolean }

function notFound(tool: Tool, error: unknown): undefined {
  const { code, stderr = '', killed, message } = error as ExecError
  if (code === 'ENOENT') throw new NoKeychain(tool.advice, { cause: error })
  const said = stderr.trim()
  const isMissing = typeof code === 'number' && tool.missingCodes.includes(code)
  if (isMissing && (said === '' || tool.program === 'security')) return undefined
  throw new Error(killed ? 'it did not answer in time' : said || message, { cause: error })
}
