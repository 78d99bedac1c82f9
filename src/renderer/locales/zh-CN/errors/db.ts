import type { dbErrors } from '../../../../shared/errors/db-errors'
import type { Sentences } from '../error-sentences'

export const chineseDbErrors: Sentences<typeof dbErrors> = {
  'db.from-the-future':
    '{file} 由更新版本的 Lastmile 写入（结构版本 {found}，本程序只认识到 {known}）。没有做任何改动；请使用该版本或更新的版本。',
  'db.needs-migration':
    '{file} 的结构版本 {found} 较旧（本程序需要 {known}），因此以只读方式打开。启动一次控制台即可完成迁移。',
  'db.migration-failed':
    '{file} 的迁移 {migration} 失败（{reason}）。文件保持迁移前的状态，备份在 {backup}。请报告此问题，并继续使用旧版本。',
  'db.backup-failed': '没有完成备份：无法写入 {file}（{reason}）。请检查该目录及其磁盘。',
  'db.corrupt':
    '{file} 已损坏，或不是 SQLite 文件（{reason}）。`lastmile doctor` 会检查它并说明如何继续；对于 lastmile.db，`lastmile restore latest` 会换上最新的备份，并保留损坏的文件。',
  'db.lost':
    '{file} 不存在或为空，而 {folder} 此前使用过；没有新建任何文件来代替它。`lastmile restore latest` 会换上最新的备份（{newest}）。若要从头开始，请使用另一个目录。',
  'db.disk-full': '{file} 所在磁盘空间不足，没有写入任何内容。请在该磁盘上腾出空间后重试。',
  'db.locked': '{file} 一直被其他进程锁定。请关闭占用它的程序（另一个 Lastmile、sqlite3 或备份任务）后重试。',
  'db.unreadable':
    '{file} 无法打开或写入（{reason}）。请检查其所在目录是否存在、属于您且不是只读，以及是否还能打开更多文件（`ulimit -n`）。',
  'db.io-failed': '读写 {file} 失败（{reason}）。请检查磁盘及其挂载，然后重新启动 Lastmile。',
  'db.bad-row': '{table} 中有一行此版本无法读取（{reason}）。是否有人手工修改过？请恢复备份或报告此问题。',
  'db.journal-conflict':
    '发布 {rollout} 的账本有 {actual} 行，预期为 {expected} 行：有其他程序写入了它。没有追加任何内容；请重新加载该发布。',
}
