import type { remoteErrors } from '../../../../shared/errors/remote-errors'
import type { Sentences } from '../error-sentences'

export const chineseRemoteErrors: Sentences<typeof remoteErrors> = {
  'remote.no-shell':
    '{host} 打开了通道，但 /bin/sh 没有应答：{output}。请用同一用户手工登录，检查该账户是否有 shell、是否设置了强制命令。',
  'remote.shell-lost':
    'Lastmile 使用 {host} 上的 shell 时，该 shell 结束了：{output}。请再执行一次；已启动的步骤会被重新找到。',
  'remote.cannot-start':
    '无法在 {host} 的 ~/.lastmile/runs 下启动步骤：{reason}。请腾出磁盘空间或修正该处的权限，然后重试。',
  'remote.bad-run-dir':
    '"{runDir}" 不能用作运行目录名：各部分不得为空，也不得含有控制字符。请修改应用、主机或步骤的名称。',
  'remote.outcome-unknown':
    '与 {host} 的连接已断开，在步骤时限内没有恢复，因此结果未知；步骤可能仍在执行。请查看该主机上的 ~/.lastmile/runs/{runDir}，或在可以连通后重试：仍在执行的步骤会先等到结束。',
  'remote.abort-unconfirmed':
    '在 TERM 和 KILL 之后，{host} 上 {runDir} 的进程仍然存在；它们可能以其他用户（sudo）运行，或卡在内核中。请手工结束它们，然后重试。',
  'remote.query-timeout': '{host} 上的命令在 {timeoutMs} 毫秒内没有结果，已被结束。请延长时限，或检查该主机。',
  'remote.output-too-large': '{host} 上的命令输出超过 {limitBytes} 字节，已被结束。请减少输出：在主机上先过滤或计数。',
  'remote.push-failed':
    '把 {localPath} 复制到 {host} 的 {remotePath} 失败：{reason}。请检查文件是否存在、目录是否可写、空间是否足够。',
  'remote.closed': '控制台正在关闭连接；{host} 上已启动的内容会继续执行。',
  'remote.nul-in-text': '某个值含有 NUL 字符，任何 shell 都无法传递：{text}。请从主机、标签、版本或命令中去掉它。',
  'remote.bad-version':
    '"{version}" 不能用作版本目录名：版本长度为 1 到 200 字节，不以 "." 开头，不含 "/" 和控制字符。',
}
