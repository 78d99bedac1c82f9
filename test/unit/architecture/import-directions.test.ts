import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { LintCopy } from '../../helpers/lint-copy'

const onlyIn = (folder: string, allowed: string) => `src/main/${folder} may import only ${allowed}.`

/** [file, what it imports, how the message begins]. */
const illegal: readonly [string, string, string][] = [
  ['src/shared/domain/a.ts', 'node:fs', 'src/shared is pure and imports nothing of Node.'],
  ['src/shared/domain/b.ts', 'path/posix', 'src/shared is pure and imports nothing of Node.'],
  ['src/shared/domain/c.ts', '../../main/ports/clock', 'src/shared is pure and imports neither'],
  ['src/shared/d.ts', '../renderer/api/x', 'src/shared is pure and imports neither'],
  ['src/shared/e.ts', 'better-sqlite3', 'better-sqlite3 is imported only in'],
  ['src/main/console.ts', '../renderer/main', 'src/main never imports src/renderer'],
  ['src/main/ssh/connect.ts', '../../renderer/api/x', 'src/main never imports src/renderer'],
  ['src/renderer/stores/a.ts', '../../main/console', 'src/renderer never imports src/main'],
  ['src/renderer/stores/b.ts', 'node:path', 'src/renderer runs in a browser'],
  ['src/renderer/features/plan/c.ts', '@xterm/xterm', '@xterm/* is imported only in src/renderer/terminal.'],
  ['src/main/ipc/a.ts', '../ssh/pool', onlyIn('ipc', 'shared, ports, rollout')],
  ['src/main/ipc/b.ts', '../console', onlyIn('ipc', 'shared, ports, rollout')],
  ['src/main/terminals/a.ts', '../logs/log-archive', onlyIn('terminals', 'shared, ports, ipc, turns')],
  ['src/main/ipc/c.ts', '../terminals/console-terminals', onlyIn('ipc', 'shared, ports, rollout')],
  ['src/main/rollout/a.ts', '../ipc/router', onlyIn('rollout', 'shared, ports, commands, turns')],
  ['src/main/rollout/b.ts', '../shell/shell-channel', onlyIn('rollout', 'shared, ports, commands, turns')],
  ['src/main/rollout/c.ts', '../db/open', onlyIn('rollout', 'shared, ports, commands, turns')],
  ['src/main/commands/a.ts', '../rollout/runner', onlyIn('commands', 'shared, ports')],
  ['src/main/commands/b.ts', '../ssh/pool', onlyIn('commands', 'shared, ports')],
  ['src/main/turns/a.ts', '../shell/session-pool', onlyIn('turns', 'shared')],
  ['src/main/shell/a.ts', '../ssh/pool', onlyIn('shell', 'shared, ports, commands, turns')],
  ['src/main/ssh/a.ts', '../commands/quote', onlyIn('ssh', 'shared, ports, shell, turns')],
  ['src/main/ssh/b.ts', '../db/open', onlyIn('ssh', 'shared, ports, shell, turns')],
  ['src/main/db/repositories/a.ts', '../../rollout/runner', onlyIn('db', 'shared, ports')],
  ['src/main/db/repositories/b.ts', '../../../main/logs/store', onlyIn('db', 'shared, ports')],
  ['src/main/logs/a.ts', '../db/open', onlyIn('logs', 'shared, ports')],
  ['src/main/awake/a.ts', '../rollout/awake-keeper', onlyIn('awake', 'shared, ports')],
  ['src/main/checks/a.ts', '../integrations/notify/slack', onlyIn('checks', 'shared, ports')],
  ['src/main/integrations/traffic/a.ts', '../../checks/http', onlyIn('integrations', 'shared, ports')],
  ['src/main/integrations/traffic/b.ts', '../../ssh/pool', onlyIn('integrations', 'shared, ports')],
  ['src/main/secrets/a.ts', '../logs/redact', onlyIn('secrets', 'shared, ports')],
  ['src/main/data-folder/a.ts', '../db/open', onlyIn('data-folder', 'shared, ports')],
  ['src/main/spec/a.ts', '../db/open', onlyIn('spec', 'shared, ports')],
  ['src/main/cli/a.ts', '../rollout/runner', onlyIn('cli', 'shared, console, ipc client, demo, web')],
  ['src/main/cli/b.ts', '../ipc/router', onlyIn('cli', 'shared, console, ipc client, demo, web')],
  ['src/main/cli/verbs/c.ts', '../../db/open', onlyIn('cli', 'shared, console, ipc client, demo, web')],
  ['src/main/cli/d.ts', '../desktop/window', onlyIn('cli', 'shared, console, ipc client, demo, web')],
  ['src/main/cli/f.ts', '../ipc/page-session', onlyIn('cli', 'shared, console, ipc client, demo, web')],
  ['src/main/web/a.ts', '../rollout/runner', onlyIn('web', 'shared, console, ipc client, page session, page, demo')],
  ['src/main/web/b.ts', '../ipc/router', onlyIn('web', 'shared, console, ipc client, page session, page, demo')],
  [
    'src/main/desktop/a.ts',
    '../ssh/pool',
    onlyIn('desktop', 'shared, ports, console, ipc client, page session, page, demo, cli'),
  ],
  ['src/main/page/a.ts', '../web/open-web', onlyIn('page', 'shared, ports')],
  ['src/main/demo/a.ts', '../rollout/runner', onlyIn('demo', 'shared, console, ipc client')],
  ['src/main/ports/a.ts', '../rollout/runner', onlyIn('ports', 'shared')],
  ['src/main/clock.ts', './cli/main', 'The doors open the console'],
  ['src/main/rollout/d.ts', 'ssh2', 'ssh2 is imported only in src/main/ssh and src/main/demo.'],
  ['src/main/ssh/c.ts', 'better-sqlite3', 'better-sqlite3 is imported only in src/main/db and src/main/logs.'],
  ['src/main/cli/e.ts', 'electron', 'electron is imported only in src/main/desktop and src/main/secrets.'],
  ['src/main/desktop/b.ts', '@xterm/headless', '@xterm/* is imported only in src/renderer/terminal.'],
]

const legal: readonly [string, string][] = [
  ['src/shared/domain/ok-zod.ts', 'zod'],
  ['src/shared/domain/ok-errors.ts', '../errors/app-error'],
  ['src/main/ok-console.ts', './rollout/runner'],
  ['src/main/ok-ssh.ts', './ssh/pool'],
  ['src/main/ssh/ok-ssh2.ts', 'ssh2'],
  ['src/main/ssh/ok-shell.ts', '../shell/shell-channel'],
  ['src/main/ssh/ok-ports.ts', '../ports/clock'],
  ['src/main/shell/ok.ts', '../commands/quote'],
  ['src/main/db/repositories/ok-own.ts', '../open'],
  ['src/main/db/repositories/ok-domain.ts', '../../../shared/domain/rollout'],
  ['src/main/db/ok-sqlite.ts', 'better-sqlite3'],
  ['src/main/logs/ok-sqlite.ts', 'better-sqlite3'],
  ['src/main/rollout/ok.ts', '../commands/quote'],
  ['src/main/rollout/ok-node.ts', 'node:events'],
  ['src/main/ipc/ok.ts', '../rollout/runner'],
  ['src/main/cli/ok-console.ts', '../console'],
  ['src/main/cli/ok-client.ts', '../ipc/control-client'],
  ['src/main/cli/ok-contract.ts', '../../shared/ipc/contract'],
  ['src/main/cli/ok-demo.ts', '../demo/fleet'],
  ['src/main/cli/ok-web.ts', '../web/open-web'],
  ['src/main/web/ok-page.ts', '../ipc/page-session'],
  ['src/main/web/ok-demo.ts', '../demo/fleet'],
  ['src/main/web/ok-files.ts', '../page/page-files'],
  ['src/main/desktop/ok-files.ts', '../page/page-files'],
  ['src/main/desktop/ok-session.ts', '../ipc/page-session'],
  ['src/main/desktop/ok-cli.ts', '../cli/main'],
  ['src/main/demo/ok-ssh2.ts', 'ssh2'],
  ['src/main/desktop/ok-electron.ts', 'electron'],
  ['src/main/secrets/ok-electron.ts', 'electron'],
  ['src/renderer/terminal/ok.ts', '@xterm/xterm'],
  ['src/renderer/stores/ok.ts', '../../shared/ipc/contract'],
]

/** The forms an import can take; lint treats them alike. */
const forms: Readonly<Record<string, (from: string) => string>> = {
  import: (from) => `import { x } from '${from}'\nexport const y = x\n`,
  type: (from) => `import type { X } from '${from}'\nexport type Y = X\n`,
  export: (from) => `export { x } from '${from}'\n`,
  dynamic: (from) => `export const load = () => import('${from}')\n`,
}

let copy: LintCopy
let exitCode: number | null
const inForm = (file: string, form: string) => (form === 'import' ? file : file.replace(/([^/]*)$/, `${form}-$1`))

beforeAll(() => {
  copy = new LintCopy()
  for (const [file, from] of [...illegal, ...legal]) {
    for (const form of Object.keys(forms)) copy.write(inForm(file, form), forms[form]!(from))
  }
  exitCode = copy.lint()
}, 20_000)

afterAll(() => copy.dispose())

describe('import directions', () => {
  it('fail lint when one is broken', () => {
    expect(exitCode).toBe(1)
  })

  it.each(illegal)('refuse %s importing %s', (file, _from, message) => {
    for (const form of Object.keys(forms)) {
      expect(copy.messagesAt(inForm(file, form)), form).toEqual([expect.stringContaining(message)])
    }
  })

  it.each(legal)('let %s import %s', (file) => {
    for (const form of Object.keys(forms)) expect(copy.messagesAt(inForm(file, form)), form).toEqual([])
  })

  it('know every folder of src/main', () => {
    const folders = readdirSync(join(import.meta.dirname, '../../../src/main'), { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => name)
    const covered = new Set(illegal.map(([file]) => file.split('/')[2]))
    expect(folders.filter((name) => !covered.has(name))).toEqual([])
  })
})
