import { toWireError, type WireError } from '../../shared/errors/app-error'
import type { Machine } from '../ports/machine'
import type { Connection } from './connection'
import { fingerprintOf } from './host-key'
import { runScript } from './run-script'
import type { SshHosts } from './ssh-hosts'

export type ConnectTestResult =
  | {
      readonly ok: true
      /** From the start to the answer of the first command; a connection that is open already is used. */
      readonly latencyMs: number
      /** Software and version as the server greets: `OpenSSH_9.2p1 Debian-2`. */
      readonly serverVersion: string
      readonly keyType: string
      readonly keyFingerprint: string
      readonly user: string
      /** The way that logged in: a key file, an agent key, a password. */
      readonly login: string
      readonly loginShell: string
      /** `uname -srm`. */
      readonly system: string
    }
  | { readonly ok: false; readonly latencyMs: number; readonly error: Pick<WireError, 'code' | 'message' | 'details'> }

/** Before what we print: a login shell may greet. `sh` has no way to tell the login shell but the environment. */
const script = 'printf "lastmile-check\\n%s\\n%s\\n" "$SHELL" "$(uname -srm 2>/dev/null || uname)"\n'

/** Connect, log in and run one command: what `lastmile check` shows for a host. A failure is part of the answer. */
export async function testConnection(
  hosts: SshHosts,
  machine: Machine,
  signal?: AbortSignal,
): Promise<ConnectTestResult> {
  const startedAt = performance.now()
  const elapsed = () => Math.round(performance.now() - startedAt)
  try {
    return await hosts.get(machine).withConnection((connection) => examine(connection, elapsed, signal), signal)
  } catch (error) {
    signal?.throwIfAborted()
    const { code, message, details } = toWireError(error)
    return { ok: false, latencyMs: elapsed(), error: { code, message, details } }
  }
}

async function examine(
  connection: Connection,
  elapsed: () => number,
  signal: AbortSignal | undefined,
): Promise<ConnectTestResult> {
  const { stdout } = await runScript(connection, script, signal)
  signal?.throwIfAborted()
  if (connection.lost) throw connection.lost
  const [loginShell = '', system = ''] = stdout.split('lastmile-check\n')[1]?.split('\n') ?? []
  const { serverVersion, hostKey, login, endpoint } = connection
  return {
    ok: true,
    latencyMs: elapsed(),
    serverVersion,
    keyType: hostKey?.type ?? '',
    keyFingerprint: hostKey ? fingerprintOf(hostKey) : '',
    user: endpoint.user,
    login,
    loginShell,
    system,
  }
}
