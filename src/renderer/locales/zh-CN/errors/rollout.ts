import type { rolloutErrors } from '../../../../shared/errors/rollout-errors'
import type { Sentences } from '../error-sentences'

export const chineseRolloutErrors: Sentences<typeof rolloutErrors> = {
  'plan.no-hosts':
    '{app} 在 {environment} 中没有主机。请在 lastmile.yml 的 environments → {environment} → hosts 下添加主机并应用。',
  'plan.batch-too-large':
    '第 {batch} 批会同时摘下 {total} 台主机中的 {hosts} 台；在受保护环境 {environment} 中，一批必须少于 50 %：最多 {nearest} 台。请使用不超过 {nearest} 的批次大小。',
  'plan.below-floor':
    '{what}（{hosts} 台主机）会使 {total} 台中仅剩 {servingAfter} 台在服务，而容量底线为 {floor}。能守住底线的最大批次为 {nearest} 台：请减小批次，或调大 maxUnavailable。',
  'plan.floor-unreachable':
    'maxUnavailable 为 {maxUnavailable} 时，容量底线为 {total} 台中的 {floor} 台，而当前有 {serving} 台在服务，因此一台主机也不能摘下。请把 maxUnavailable 设为 {nearest} 或更大，或先恢复一些主机。',
  'plan.canary-too-large':
    '金丝雀批次有 {hosts} 台主机；在有 {total} 台主机的受保护环境 {environment} 中，最多可有 {nearest} 台。请把 canary.hosts 设为 {nearest}。',
  'plan.all-at-once-protected':
    '一次全部发布只适用于未受保护的环境，而 {environment} 受保护。请使用 canary 或 rolling。',
  'plan.bad-batch-size': '批次大小 {size} 不会发布任何主机。最小合法值为 1 台主机或 1%。',
  'plan.bad-strategy': '无法理解本次发布的策略：{problems}。',
  'plan.fewer-approvers':
    '本次发布的策略要求 {approvers} 人签核；受保护环境 {environment} 要求 {nearest} 人，单次发布不得要求更少。',
  'plan.starter-signs':
    '本次发布的策略允许发起人签核自己的关口，而受保护环境 {environment} 不允许。请保留 signOff.notBy: starter。',
  'plan.lower-floor':
    'maxUnavailable 为 {asked} 时，本次发布的容量底线为 {total} 台中的 {lower} 台；受保护环境 {environment} 要求守住 {floor} 台。请把 maxUnavailable 设为不超过 {nearest} 台。',
  'release.no-digest':
    '{app} {version} 的 sha256 未知，而 {environment} 受保护。请给出 --sha256、设置 package.sha256，或在安装包旁放置 .sha256 文件。',
  'release.digest-conflict':
    '{source} 给出的 {app} {version} 的 sha256 为 {given}，而此前记录的是 {known}。一个版本只能由一个制品发布；请使用新的版本号。',
  'release.package-missing':
    '无法读取 {path}，因此不能发布 {app} {version}。请构建它，或更正 lastmile.yml 中的 package.push。',
  'release.blocked': '{app} {version} 自 {at} 起被封禁：{reason}。可用 --unblock --reason "…" 解除。',
  'release.not-blocked': '{app} {version} 没有被封禁，无需解除。',
  'release.no-package':
    '{app} 既没有安装包，也没有任何可用于发布的生命周期命令。请在 lastmile.yml 中写明 package.url、package.push 或 lifecycle.restart。',
  'gate.not-waiting': '发布 {rollout} 没有在关口等待；它的状态是 {state}。',
  'gate.moved-on': '关口 {gate} 已不再等待，现在等待的是 {waiting}。请先查看它，再回答或签核。',
  'gate.unknown-item': '关口 {gate} 没有检查项 "{item}"。它的检查项有：{items}。',
  'gate.item-is-automatic': '检查项 "{item}" 由控制台自动检查，不能人工回答。若确有必要，请附上原因豁免它。',
  'gate.bad-value': '"{item}" 的值不匹配 {pattern}。',
  'gate.items-open': '关口 {gate} 仍然关闭：{items}。',
  'gate.not-waivable': '"{item}" 只能由 {allowed} 豁免，{by} 不可以。',
  'gate.reason-missing': '执行此操作（{action}）需要给出原因。请给出 --reason "…"。',
  'gate.not-by-starter': '{by} 是本次发布的发起人；{gate} 的签核必须由其他人完成（signOff.notBy: starter）。',
  'gate.signed-already': '{by} 已签核 {gate}；还需要其他人的 {missing} 个签核。',
  'rollout.detached': '此控制台已放手发布 {rollout}。`lastmile resume {rollout}` 可重新接管。',
  'rollout.unknown': '没有与 "{rollout}" 匹配的发布。`lastmile history` 会列出全部发布。',
  'rollout.pruned':
    '发布 {rollout} 的账本已于 {at} 由 {by} 清理（{reason}）。只保留了 `lastmile history` 中的一行和最后的哈希值（`lastmile verify {rollout}`）。',
  'rollout.ambiguous': '"{rollout}" 匹配多个发布：{matches}。请写出更长的编号。',
  'rollout.cluster-busy':
    '{environment} 中的 {app} 正在进行发布 {rollout}（{state}）。一个集群同时只能有一个发布：请先完成、撤销或回滚它。',
  'rollout.finished': '发布 {rollout} 已结束（{result}），无法再执行此操作（{action}）。',
  'rollout.braked': '发布 {rollout} 已刹车：{reason}。请先恢复或重试。',
  'rollout.not-braked': '发布 {rollout} 没有刹车，无需恢复。',
  'rollout.nothing-to-retry': '发布 {rollout} 的当前批次中没有失败或从未开始的主机。',
  'rollout.unknown-host': '发布 {rollout} 中没有主机 "{host}"。',
  'rollout.no-such-host': '{app} 在 {environment} 中没有主机 "{host}"。现有主机：{known}。',
  'rollout.host-busy': '{host} 的状态为 {status}，现在不能排除。请先刹车，待其停稳。',
  'rollout.nothing-to-roll-back': '发布 {rollout} 没有改动任何主机，无可回滚。',
  'rollout.hosts-in-flight': '发布 {rollout} 仍有主机在执行中（{hosts}）。请刹车并等待它们停稳。',
  'rollout.no-target': '{host} 没有可回退的版本：预检时未发现之前的版本。请排除它，或为它发布一个好的版本。',
  'rollout.debt-settling': '{environment} 中 {app} 的债务正在结清，主机正被恢复。请在完成后重试。',
  'rollout.debt-in-use': '{host} 正在发布 {rollout} 中执行，该发布会自行归还它所占用的。请等待其停稳。',
  'rollout.debt-unknown': '没有与 "{debt}" 匹配的未还债务。`lastmile debts` 会列出全部债务。',
  'rollout.app-unknown': '没有应用 "{app}"。已知应用：{known}。可用 `lastmile apply FILE` 添加。',
  'rollout.app-in-use': '{app} 不能移除：{why}。请先将其了结。',
  'rollout.environment-unknown': '{app} 没有环境 "{environment}"。已知环境：{known}。',
}
