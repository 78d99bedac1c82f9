/** `lock.*`: what keeps two consoles from releasing to one cluster. */
export const chineseLockErrors = {
  'lock.held':
    '{environment} 中的 {app} 正由另一个控制台操作：{by} 在 {machine}（{folder}）上的发布 {rollout}，已持有 {heldFor}，最近一次心跳在 {silent} 之前。一个集群同时只能有一个发布：请等待其结束，或在那边结束它。',
  'lock.stale':
    '{environment} 中的 {app} 被另一个控制台锁定：{by} 在 {machine}（{folder}）上的发布 {rollout}。它已有 {silent} 没有心跳。请询问 {by}；若已无人使用，可用 --break-lock --reason "…" 打破它的锁。',
  'lock.being-taken':
    '另一个控制台此刻正在 {host} 上获取 {environment} 中 {app} 的锁，或在获取途中退出了。请两分钟后再试。',
  'lock.unreachable':
    '{environment} 中 {app} 的锁位于 {host}，无法询问：{reason} 没有开始任何操作。请恢复 {host}，或在 lastmile.yml 的 lock.via 中为所有控制台指定另一台主机。若确知没有其他人在发布，可用 --without-lock --reason "…" 不加锁继续。',
  'lock.unusable':
    '{environment} 中 {app} 的锁无法写入 {host} 的 {directory}：{reason}。请腾出空间或修正那里的权限，或在 lastmile.yml 的 lock 中指定另一个目录或主机。',
  'lock.lost':
    '发布 {rollout} 已不再持有 {environment} 中 {app} 的锁：{reason}。请先查看这期间做过什么，再恢复：恢复会重新获取锁。',
}
