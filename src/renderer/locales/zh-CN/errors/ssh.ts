import type { sshErrors } from '../../../../shared/errors/ssh-errors'
import type { Sentences } from '../error-sentences'

export const chineseSshErrors: Sentences<typeof sshErrors> = {
  'ssh.auth-failed':
    '{host}：{user}@{address} 被拒绝登录。已尝试：{tried}。服务器允许：{allowed}。请把公钥加入该主机上 {user} 的 ~/.ssh/authorized_keys，或在 lastmile.yml 中写明正确的 ssh.user 和 ssh.identityFile。',
  'ssh.too-many-attempts':
    '{host}：以 {user} 登录尝试次数过多，{address} 断开了连接。已尝试：{tried}。请在 lastmile.yml 中用 ssh.identityFile 指明正确的密钥，或在 ~/.ssh/config 中设置 IdentitiesOnly。',
  'ssh.host-key-changed':
    '{host}：{address} 的主机密钥已变更！它出示 {keyType} {fingerprint}，而 {file}:{line} 记录的是 {knownType} {knownFingerprint}。可能有人在监听，也可能主机被重装过。没有发送任何内容。若变更属实，请删除该行（ssh-keygen -R "{lookup}" -f {file}）后重新连接。',
  'ssh.host-key-revoked':
    '{host}：{address} 出示的主机密钥 {fingerprint} 已在 {file}:{line} 中吊销。没有发送任何内容。请为该主机更换密钥；切勿为了连通而删除该行。',
  'ssh.host-key-unknown':
    '{host}：尚不认识 {address}；它出示 {keyType} {fingerprint}。请与主机核对后，在终端中接受（`lastmile check`）、加入 {file}，或设置 ssh.hostKeys: accept-new。',
  'ssh.host-key-refused': '{host}：{address} 的主机密钥 {keyType} {fingerprint} 未被接受。重新连接会再次询问。',
  'ssh.known-hosts-unreadable': '无法读取 {file}：{reason}。没有它就无法核对主机密钥。',
  'ssh.known-host-gone': '{file} 的第 {line} 行已不是密钥 {fingerprint}；没有删除任何内容。请重新查看列表。',
  'ssh.known-hosts-unwritable': '无法把 {host} 的主机密钥写入 {file}：{reason}。请腾出磁盘空间或修正权限。',
  'ssh.connect-refused': '{host}：{address} 拒绝连接。sshd 是否在运行，端口是否正确？（lastmile.yml 中的 ssh.port）',
  'ssh.connect-timeout':
    '{host}：{address} 在 {seconds} 秒内没有应答（{phase}）。主机是否在线，中间是否有防火墙或跳板机？（lastmile.yml 中的 ssh.jump、ssh.connectTimeout）',
  'ssh.name-unknown': '{host}：无法解析名称 "{name}"。请检查 lastmile.yml 中的地址、~/.ssh/config 和 DNS。',
  'ssh.unreachable': '{host}：没有到 {address} 的路由（{reason}）。请检查网络、VPN 或 ssh.jump。',
  'ssh.connection-lost':
    '{host}：与 {address} 的连接已断开（{reason}）。已脱离会话的步骤会在主机上继续执行；重新连接即可继续跟踪。',
  'ssh.connection-closed': '{host}：连接已由此控制台关闭。',
  'ssh.shell-ended': '{host}：{address} 上的 shell 已结束（{reason}）。已脱离会话的步骤会在主机上继续执行。',
  'ssh.jump-failed':
    '{host}：经由 {jump} 的跳转失败：{reason} 请检查 lastmile.yml 中的 ssh.jump，以及跳板机是否允许转发（AllowTcpForwarding）。',
  'ssh.jump-loop': '{host}：跳板机形成环路，或超过 {limit} 级：{chain}。请检查 {file} 中的 ProxyJump。',
  'ssh.proxy-failed': '{host}：ProxyCommand 已结束（{reason}）：{command}',
  'ssh.key-unreadable':
    '私钥 {file} 无法使用：{reason}。它必须是您有权读取的 OpenSSH 或 PEM 密钥（ed25519、ecdsa 或 rsa）。',
  'ssh.passphrase-wrong': '{file} 的口令不正确。请重试，或把密钥加入 agent（ssh-add {file}）。',
  'ssh.passphrase-missing': '私钥 {file} 已加密，而此时无人可输入口令。请先把它加入 agent：ssh-add {file}',
  'ssh.password-missing':
    '未设置环境变量 {variable}（ssh.passwordEnv），因此没有 {user}@{address} 的密码。请在启动 lastmile 之前导出它。',
  'ssh.keychain-failed':
    '无法将此计算机的钥匙串用于 {name}：{reason}。登录照常进行：会询问您，您提供的内容保存在内存中，直到控制台结束。',
  'ssh.keychain-keeps':
    '无法从此计算机的钥匙串中删除为 {name} 保存的内容：{reason}。请排除该问题，然后在设置中将其忘记。',
  'ssh.no-agent':
    '{host}：已设置 ssh.useAgent，但没有 agent 应答（{reason}）。请启动一个（eval "$(ssh-agent)"; ssh-add），使 SSH_AUTH_SOCK 生效。',
  'ssh.handshake-failed':
    '{host}：{address} 有应答，但未能建立 SSH 连接：{reason}。它是 SSH 服务器吗，是否过载（MaxStartups）？',
  'ssh.channel-refused':
    '{host}：{address} 拒绝在此连接上再打开一个 {what}：{reason}。请调大 sshd_config 中的 MaxSessions，或检查该账户是否可以执行命令。',
  'ssh.config-unreadable':
    '{file} 无法使用：{reason}。请修正该文件，或在 lastmile.yml 中用 ssh.configFile 指定另一个。',
  'ssh.push-failed': '{host}：无法把 {localPath} 发送到 {remotePath}：{reason}。已送达的部分会保留，下次从该处继续。',
  'ssh.local-file-unreadable': '无法读取文件 {localPath}：{reason}。',
  'ssh.push-source-changed': '{host}：{localPath} 在发送过程中发生了变化。请待其不再被写入后重新发送。',
}
