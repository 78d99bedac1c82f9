import type { secretErrors } from '../../../../shared/errors/secret-errors'
import type { Sentences } from '../error-sentences'

export const chineseSecretErrors: Sentences<typeof secretErrors> = {
  'secret.env-missing':
    '机密 "{name}" 来自环境变量 {variable}，但该变量未设置。请在启动控制台的环境中导出它，然后重新启动。',
  'secret.file-unreadable':
    '机密 "{name}" 来自 {file}，但无法读取该文件：{reason}。请修正 lastmile.yml 中的路径或文件权限。',
  'secret.file-open':
    '机密 "{name}" 来自 {file}，但其他用户也能读取该文件（权限 {mode}），因此没有使用。请执行：chmod 600 {file}',
  'secret.file-too-large':
    '机密 "{name}" 来自 {file}，该文件有 {sizeBytes} 字节；机密最多 {limitBytes} 字节。文件是否正确？',
  'secret.not-text':
    '来自 {source} 的机密 "{name}" 不是文本（不含 NUL 字符的 UTF-8）。请以 base64 保存，并在命令中解码。',
  'secret.too-short':
    '来自 {source} 的机密 "{name}" 只有 {characters} 个字符，至少需要 {least} 个。更短的内容在普通输出中随处可见，隐藏它反而会暴露它的位置。',
  'secret.keychain-missing':
    '机密 "{name}" 来自钥匙串，但其中没有服务 "{service}"、账户 "{account}" 的条目。保存它的命令：{command}',
  'secret.keychain-failed':
    '无法从钥匙串读取机密 "{name}"：{reason}。请解锁钥匙串，或在 lastmile.yml 中改用 "env" 或 "file"。',
  'secret.no-keychain':
    '机密 "{name}" 来自钥匙串，而此控制台没有钥匙串：{reason}。请在 lastmile.yml 中改用 "env" 或 "file"。',
  'secret.left-on-host':
    '{host} 上的 ~/.lastmile/runs/{runDir}中可能仍可读到机密：{reason} 请删除那里的 "log" 和 "result"；控制台保存的内容中没有机密。',
  'secret.left-on-hosts':
    '主机上 ~/.lastmile/runs 之下的 {count} 处可能仍可读到机密：{places}。请删除那里的 "log" 和 "result"；控制台保存的内容中没有机密。',
}
