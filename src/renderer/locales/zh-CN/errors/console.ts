import type { cliErrors } from '../../../../shared/errors/cli-errors'
import type { consoleErrors } from '../../../../shared/errors/console-errors'
import type { dataErrors } from '../../../../shared/errors/data-errors'
import type { demoErrors } from '../../../../shared/errors/demo-errors'
import type { logsErrors } from '../../../../shared/errors/logs-errors'
import type { webErrors } from '../../../../shared/errors/web-errors'
import type { Sentences } from '../error-sentences'

export const chineseCliErrors: Sentences<typeof cliErrors> = {
  'cli.usage': '{why}。用法见 `lastmile {verb} --help`。',
  'cli.unknown-verb': '没有名为 "{verb}" 的命令。{suggestion} `lastmile --help` 会列出全部命令。',
  'cli.cluster-unclear': '已知多个集群，请用 --app 和 --env 指明其一：{known}。',
  'cli.no-cluster': '尚无任何应用{where}。可用 `lastmile apply FILE` 添加。',
  'cli.import-no-app':
    '没有可导入主机的应用 "{app}"。已知应用：{known}。请将它写入 lastmile.yml，其环境 "{environment}" 写上 `hosts: []`；然后执行 `lastmile apply lastmile.yml`，再重新导入。',
  'cli.import-no-environment':
    '{app} 没有可导入主机的环境 "{environment}"。已知环境：{known}。`lastmile export {app} > lastmile.yml` 会将该应用写成文件：请在其中添加该环境并写上 `hosts: []`；然后执行 `lastmile apply lastmile.yml`，再重新导入。',
  'cli.file-unreadable': '无法读取 {file}（{reason}）。',
  'cli.file-unwritable': '无法写入 {file}（{reason}）。',
  'cli.no-log': '没有保存发布 {rollout} 中 {host} 的 {step} 日志。已保存的有：{known}。',
}

export const chineseConsoleErrors: Sentences<typeof consoleErrors> = {
  'console.unknown-request': '控制台不认识请求 "{name}"。它的版本与您的不同，请重启控制台。',
  'console.bad-request': '无法理解请求 "{name}"：{problems}。',
  'console.bad-reply': '控制台对 "{name}" 的应答无法理解：{problems}。它的版本与您的不同，请重启控制台。',
  'console.connection-lost':
    '执行这些发布的控制台（进程 {pid}）已断开。远端步骤会继续执行；`lastmile resume` 可重新接管这些发布。',
  'console.no-question': '该问题已不再等待回答：已有人回答，或已无人等待。',
  'console.out-of-files':
    '系统不允许 Lastmile 再打开更多文件和连接（{reason}）。已开始的工作不会丢失。请提高上限（启动前执行 `ulimit -n 4096`；整机上限见 `sysctl fs.file-max`），或关闭占用大量文件的程序，然后重新启动。',
  'console.busy': '另一个控制台正在 {dataFolder} 中启动或停止。请稍后再试。',
  'console.no-terminals': '此控制台无法打开终端。',
  'console.too-many-terminals': '此页面已打开 {most} 个终端，达到上限。请先关闭一些。',
  'console.other': '{message}',
}

export const chineseDataErrors: Sentences<typeof dataErrors> = {
  'data.locked':
    '另一个 Lastmile（{host} 上的进程 {pid}，自 {since} 起）正在使用数据目录 {folder}。请关闭它，或用 --data 指定其他目录。若它确已不存在，请删除 {file}。',
  'data.unusable': '数据目录 {folder} 无法使用（{reason}）。请确保它是属于您的目录，或用 --data 指定其他目录。',
  'data.no-backup': '{folder} 中没有备份。`lastmile backup` 会制作一份；`lastmile restore FILE` 可使用别处的备份。',
  'data.backup-unfit': '无法恢复 {file}：{reason}。没有做任何改动。`lastmile backup --list` 会列出其他备份。',
  'data.rollout-in-progress':
    '没有恢复，因为会遗忘自该备份以来的 {events} 个事件，它们属于仍在进行中的 {rollouts}。请先让它结束，或加上 --lose-events：控制台随后会向主机询问它们做过什么。',
  'data.restored':
    'lastmile.db 于 {at} 由一份副本恢复，其最后一个事件的时间为 {lastEvent}，主机可能已走得更远。当时正在进行：{open}；`lastmile resume` 会衔接其主机已完成的步骤。账本中没有、但留有痕迹的发布：{unknown}；`lastmile check` 会显示其主机正在运行的版本。',
}

export const chineseDemoErrors: Sentences<typeof demoErrors> = {
  'demo.directory-in-use': '演示集群需要独占的目录，而 {dir} 不为空。请指定一个空目录或尚不存在的目录。',
  'demo.unavailable': '此控制台打开时没有附带演示集群。`lastmile serve` 和 `npm start` 会附带。',
  'demo.started-already': '演示集群已处于 {state} 状态。请先停止它。',
  'demo.stopped': '演示集群已停止。',
  'demo.bad-host-count': '无法启动 {hosts} 台主机的演示集群。请在 {min} 到 {max} 台之间选择。',
  'demo.bad-zone-count': '无法启动有 {zones} 个可用区的演示集群。请在 {min} 到 {max} 个之间选择。',
  'demo.bad-fault': '"{fault}" 不是有效的故障。请写成 HOST:STEP，例如 web-07:verify；步骤有 {steps}。',
  'demo.unknown-host': '演示集群中没有主机 {host}，无法让它出故障。现有主机为 {first} 到 {last}。',
  'demo.no-free-port':
    '在 127.0.0.1 的 {from} 到 {to} 之间找不到 {count} 个空闲端口。请结束占用端口的程序，或减少主机数量。',
  'demo.service-did-not-start': '{host} 上的演示服务没有启动：{reason}',
  'demo.package-failed': '无法构建演示安装包 {file}：{reason}',
}

export const chineseLogsErrors: Sentences<typeof logsErrors> = {
  'logs.writer-stopped':
    '{file} 的写入程序意外停止（{reason}），正在重新启动。尚未保存的内容仍在主机上，会从主机取回。',
  'logs.set-aside':
    '{file} 已损坏（{reason}）。已将它改名为 {aside} 并新建了一个；旧文件中可读的内容会存入新文件，主机上仍有的内容会从主机取回。在 `lastmile doctor` 说明已完成之前，请保留旧文件。',
  'logs.rewritten':
    '{file} 在本控制台打开期间被删除或替换，已重新写出。控制台运行时请不要移动数据目录中的文件；`lastmile prune` 可以腾出空间。',
  'logs.missing':
    '{file} 不存在，而此前有过发布：已新建一个。主机上仍有的内容会从主机取回；要得到其余内容，请在没有控制台运行时放回旧文件的副本。',
  'logs.pruned': '发布 {rollout} 的日志已于 {at} 由 {by} 清理（{reason}）。其账本仍在：`lastmile show {rollout}`。',
  'logs.no-shell': '没有记录名为 {shell} 的终端会话。历史页面会列出已记录的会话。',
}

export const chineseWebErrors: Sentences<typeof webErrors> = {
  'web.not-served':
    '使用此数据目录的控制台（进程 {pid}）没有向浏览器提供页面。请结束它（它可能是 `lastmile run`），然后用 `lastmile serve` 提供页面。',
  'web.page-missing': '页面尚未构建：{folder} 中没有 index.html。`npm run build` 会构建它。',
  'web.port-taken': '{address} 的端口 {port} 已被其他程序占用。请用 --port 指定其他端口。',
  'web.cannot-listen': '本机无法在 {address} 的端口 {port} 上监听（{reason}）。',
  'web.open-to-others':
    '{address} 可从其他机器访问，而打开页面的人都能执行发布。请去掉 --listen，改用 SSH 隧道；若确有必要，请给出 --i-know、--tls-cert FILE 和 --tls-key FILE。',
  'web.tls-unusable': '证书 {cert} 与密钥 {key} 无法用于 TLS（{reason}）。',
}
