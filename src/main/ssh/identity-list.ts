import { open, readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { ParsedKey } from 'ssh2'
import { AgentKeys } from './agent-keys'
import { fingerprintOf, parseHostKey } from './host-key'
import { PrivateKeys, type KeyFile } from './private-keys'

/** A private key of the account, as far as it can be told without its passphrase. */
export type IdentityFile = {
  readonly file: string
  readonly keyType: string
  readonly fingerprint?: string | undefined
  readonly comment?: string | undefined
  readonly isEncrypted: boolean
  readonly isInAgent: boolean
  readonly problem?: string | undefined
}
export type AgentKey = { readonly keyType: string; readonly fingerprint: string; readonly comment: string }
export type Identities = {
  readonly keys: readonly IdentityFile[]
  readonly agent: {
    readonly isRunning: boolean
    readonly keys: readonly AgentKey[]
    readonly problem?: string | undefined
  }
}

/** The beginning of a file tells whether it is a key. */
const headBytes = 512

/** The private keys in `~/.ssh`, by name, and those the agent holds. Never throws: what is wrong is part of the answer. */
export async function listIdentities(home: string, env: NodeJS.ProcessEnv): Promise<Identities> {
  const agent = await listAgent(env['SSH_AUTH_SOCK'])
  const held = new Set(agent.keys.map(({ fingerprint }) => fingerprint))
  const keys = new PrivateKeys()
  const files = await findKeyFiles(join(home, '.ssh'))
  return { keys: await Promise.all(files.map(async (file) => describe(await keys.load(file), held))), agent }
}

async function findKeyFiles(folder: string): Promise<string[]> {
  const names = await readdir(folder).catch(() => [])
  const files = names.filter((name) => !name.endsWith('.pub')).map((name) => join(folder, name))
  const isKey = await Promise.all(files.map(looksLikeKey))
  return files.filter((_, i) => isKey[i]).toSorted()
}

/** False as well for what cannot be read: it may be anything. */
async function looksLikeKey(file: string): Promise<boolean> {
  try {
    // a named pipe would be waited for
    if (!(await stat(file)).isFile()) return false
    const handle = await open(file)
    try {
      const { buffer, bytesRead } = await handle.read(Buffer.alloc(headBytes), 0, headBytes, 0)
      return buffer.toString('latin1', 0, bytesRead).includes('PRIVATE KEY-----')
    } finally {
      await handle.close()
    }
  } catch {
    return false
  }
}

function describe(key: KeyFile, held: ReadonlySet<string>): IdentityFile {
  const { file } = key
  if (key.kind === 'unusable') {
    return { file, keyType: 'unknown', isEncrypted: false, isInAgent: false, problem: key.reason }
  }
  const blob = key.kind === 'ready' ? key.key.getPublicSSH() : key.publicBlob
  const parsed = blob && parseHostKey(blob)
  const fingerprint = parsed && fingerprintOf(parsed)
  const comment = key.kind === 'ready' && key.key.comment !== '' ? key.key.comment : undefined
  return {
    file,
    keyType: parsed?.type ?? 'unknown',
    fingerprint,
    comment,
    isEncrypted: key.kind === 'locked' && key.canUnlock,
    isInAgent: fingerprint !== undefined && held.has(fingerprint),
  }
}

async function listAgent(socket: string | undefined): Promise<Identities['agent']> {
  if (!socket) return { isRunning: false, keys: [] }
  try {
    return { isRunning: true, keys: (await new AgentKeys(socket).list()).flatMap(agentKeyOf) }
  } catch (error) {
    return { isRunning: false, keys: [], problem: error instanceof Error ? error.message : String(error) }
  }
}

function agentKeyOf(key: ParsedKey): AgentKey[] {
  const parsed = parseHostKey(key.getPublicSSH())
  return parsed ? [{ keyType: parsed.type, fingerprint: fingerprintOf(parsed), comment: key.comment }] : []
}
