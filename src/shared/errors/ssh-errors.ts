/** Sentences for `ssh.*`. */
export const sshErrors = {
  'ssh.auth-failed':
    '{host}: {user}@{address} was refused. Tried: {tried}. The server allows: {allowed}. Put the public key into ~/.ssh/authorized_keys of {user} there, or name the right ssh.user and ssh.identityFile in lastmile.yml.',
  'ssh.too-many-attempts':
    '{host}: {address} hung up after too many login attempts as {user}. Tried: {tried}. Name the one right key as ssh.identityFile in lastmile.yml, or set IdentitiesOnly in ~/.ssh/config.',
  'ssh.host-key-changed':
    '{host}: THE HOST KEY OF {address} CHANGED. It shows {keyType} {fingerprint}; {file}:{line} says {knownType} {knownFingerprint}. Someone may be listening in, or the host was rebuilt. Nothing was sent. If the change is meant, remove that line (ssh-keygen -R "{lookup}" -f {file}) and connect again.',
  'ssh.host-key-revoked':
    '{host}: {address} shows the host key {fingerprint}, which is revoked in {file}:{line}. Nothing was sent. Give the host a new key; never remove the line to get through.',
  'ssh.host-key-unknown':
    '{host}: {address} is not known yet; it shows {keyType} {fingerprint}. Compare it with the host and accept it on a terminal (`lastmile check`), add it to {file}, or set ssh.hostKeys: accept-new.',
  'ssh.host-key-refused':
    '{host}: the host key {keyType} {fingerprint} of {address} was not accepted. Connect again to be asked again.',
  'ssh.known-hosts-unreadable': '{file} cannot be read: {reason}. Host keys cannot be checked without it.',
  'ssh.known-host-gone':
    'Line {line} of {file} is not the key {fingerprint} any more; nothing was removed. Look at the list again.',
  'ssh.known-hosts-unwritable':
    'The host key of {host} cannot be written to {file}: {reason}. Free the disk or fix the permissions.',
  'ssh.connect-refused':
    '{host}: {address} refuses connections. Is sshd running there, and is the port right? (ssh.port in lastmile.yml)',
  'ssh.connect-timeout':
    '{host}: {address} did not answer within {seconds} s ({phase}). Is the host up, and is there a firewall or a jump host between? (ssh.jump, ssh.connectTimeout in lastmile.yml)',
  'ssh.name-unknown':
    '{host}: the name "{name}" cannot be resolved. Check the address in lastmile.yml, ~/.ssh/config and DNS.',
  'ssh.unreachable': '{host}: there is no route to {address} ({reason}). Check the network, the VPN or ssh.jump.',
  'ssh.connection-lost':
    '{host}: the connection to {address} was lost ({reason}). Detached steps go on running there; connect again to follow them.',
  'ssh.connection-closed': '{host}: the connection was closed by this console.',
  'ssh.shell-ended': '{host}: the shell on {address} ended ({reason}). Detached steps go on running there.',
  'ssh.jump-failed':
    '{host}: the way through {jump} failed: {reason} Check ssh.jump in lastmile.yml and that the jump host may forward (AllowTcpForwarding).',
  'ssh.jump-loop':
    '{host}: the jump hosts lead in a circle or are more than {limit}: {chain}. Check ProxyJump in {file}.',
  'ssh.proxy-failed': '{host}: the ProxyCommand ended ({reason}): {command}',
  'ssh.key-unreadable':
    'The private key {file} cannot be used: {reason}. It must be an OpenSSH or PEM key (ed25519, ecdsa or rsa) that you may read.',
  'ssh.passphrase-wrong':
    'The passphrase for {file} is wrong. Try again, or add the key to the agent (ssh-add {file}).',
  'ssh.passphrase-missing':
    'The private key {file} is encrypted and nobody can be asked for its passphrase. Add it to the agent first: ssh-add {file}',
  'ssh.password-missing':
    'The environment variable {variable} (ssh.passwordEnv) is not set, so there is no password for {user}@{address}. Export it before starting lastmile.',
  'ssh.keychain-failed':
    'The keychain of this computer could not be used for {name}: {reason}. The login goes on: you are asked, and what you give is kept in memory until the console ends.',
  'ssh.keychain-keeps':
    'What is kept for {name} could not be removed from the keychain of this computer: {reason}. Mend that, then forget it in the settings.',
  'ssh.no-agent':
    '{host}: ssh.useAgent is set, but no agent answers ({reason}). Start one (eval "$(ssh-agent)"; ssh-add) so that SSH_AUTH_SOCK is set.',
  'ssh.handshake-failed':
    '{host}: {address} answered, but no SSH connection came about: {reason}. Is it an SSH server, and is it not overloaded (MaxStartups)?',
  'ssh.channel-refused':
    '{host}: {address} refused another {what} on this connection: {reason}. Raise MaxSessions in sshd_config, or check that the account may run commands.',
  'ssh.config-unreadable':
    '{file} cannot be used: {reason}. Fix the file, or name another one as ssh.configFile in lastmile.yml.',
  'ssh.push-failed':
    '{host}: {localPath} could not be sent to {remotePath}: {reason}. What arrived is kept and continued next time.',
  'ssh.local-file-unreadable': 'The file {localPath} cannot be read: {reason}.',
  'ssh.push-source-changed':
    '{host}: {localPath} changed while it was being sent. Send it again when nothing writes to it any more.',
} as const satisfies Record<`ssh.${string}`, string>
