import { chmod, mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import ssh2 from 'ssh2'

/** The keys of one run. The hosts share one host key: what `known_hosts` tells apart is address and port. */
export type FleetKeys = {
  /** OpenSSH format, as ssh2 reads it. */
  readonly hostPrivateKey: string
  /** `ssh-ed25519 AAAA…` */
  readonly hostPublicKey: string
  readonly userPublicKey: string
  /** The private key file a client logs in with. */
  readonly identityFile: string
}

/** Make new keys and write the one for logging in below `<fleetDir>/keys`. */
export async function writeFleetKeys(fleetDir: string): Promise<FleetKeys> {
  const folder = join(fleetDir, 'keys')
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const host = makeKeyPair('lastmile demo host')
  const user = makeKeyPair('lastmile demo')
  const identityFile = join(folder, 'id_ed25519')
  await writeFile(identityFile, user.private, { mode: 0o600 })
  await chmod(identityFile, 0o600)
  await writeFile(`${identityFile}.pub`, `${user.public}\n`)
  return { hostPrivateKey: host.private, hostPublicKey: host.public, userPublicKey: user.public, identityFile }
}

/** Write the `known_hosts` file for hosts that listen on these ports of 127.0.0.1; resolves to its path. */
export async function writeKnownHosts(fleetDir: string, keys: FleetKeys, ports: readonly number[]): Promise<string> {
  const [type, data] = keys.hostPublicKey.split(' ')
  const file = join(fleetDir, 'keys', 'known_hosts')
  await writeFile(file, ports.map((port) => `[127.0.0.1]:${port} ${type} ${data}\n`).join(''))
  return file
}

/** ssh2 1.17 writes one ed25519 key in 256 that nothing can read (a leading zero byte is lost), so it is tried again. */
function makeKeyPair(comment: string): { readonly private: string; readonly public: string } {
  for (;;) {
    const pair = ssh2.utils.generateKeyPairSync('ed25519', { comment })
    if (!(ssh2.utils.parseKey(pair.private) instanceof Error)) return pair
  }
}
