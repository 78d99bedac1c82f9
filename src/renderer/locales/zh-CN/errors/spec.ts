import type { specErrors } from '../../../../shared/errors/spec-errors'
import type { Sentences } from '../error-sentences'

export const chineseSpecErrors: Sentences<typeof specErrors> = {
  'spec.invalid': '{file} 未被接受，没有做任何改动。请更正（{count}）：\n{list}',
  'spec.checklist-invalid': '检查单未被接受，没有做任何改动。请更正（{count}）：\n{list}',
  'spec.changed-since': '您开始编辑之后，{app} 已被他人修改。请查看它现在的内容，并在其基础上修改。',
  'spec.unreadable': '无法读取 {file}：{reason}。请检查路径和权限。',
  'spec.unknown-placeholder':
    'lastmile.yml 中写了 {placeholder}，而 Lastmile 不认识它。它认识 {known}。请更正；命令中自用的花括号，需在左括号后加空格或引号。',
  'spec.secret-in-text':
    'lastmile.yml 使用了 {placeholder}：命令或 URL 中的机密会出现在进程列表里，主机上的任何用户都能读到。请让命令读取文件 "${variable}_FILE"（仅在命令运行期间存在），或为它设置 "as: environment"，并在程序的环境中使用该变量。',
  'spec.unknown-label': '{host} 没有标签 "{label}"（已有：{known}）。请在 lastmile.yml 中为该主机添加。',
  'spec.placeholder-empty':
    '{placeholder} 对 {host} 没有值。请为主机或版本设置该值，或从 lastmile.yml 中去掉此占位符。',
  'spec.template-in-quoted-heredoc':
    'lastmile.yml 中的某条命令在 here-document 里使用了占位符，但其结束标记 {mark} 加了引号，shell 不会做任何替换。请去掉标记的引号，或把占位符移出来。',
  'spec.template-in-code':
    'lastmile.yml 中的某条命令把占位符用在了会被 {reader} 当作代码执行的位置：{near}。请以参数形式传入，例如 sh -c \'restart "$1"\' sh {placeholder}；若是 ssh，请用 "via" 指明另一台主机。',
  'spec.template-unclear':
    'lastmile.yml 中的某条命令把占位符与 {what} 一起使用，无法确定 shell 会如何解读：{near}。请写得更简单，或移到主机上的脚本中，以参数形式传入占位符。',
  'inventory.invalid': '{file} 未被导入，没有做任何改动。请更正（{count}）：\n{list}',
  'inventory.unreadable': '无法读取 {file}：{reason}。请检查路径和权限。',
}
