import { join } from 'node:path'
import { mkdirSync } from 'node:fs'
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { openConsole, type Console } from '../../../src/main/console'
import type { TerminalSource } from '../../../src/shared/ipc/terminal'
import { FakePane } from '../../helpers/fake-pane'
import { startOpensshServer, type OpensshServer } from '../../helpers/openssh-server'
import { needs } from '../../helpers/require-tools'
import { tempFolder } from '../../helpers/temp-folder'

needs('sshd', 'ssh-keygen')('shells with OpenSSH', () => {
  let server: OpensshServer
  let opened: Console[] = []
  beforeAll(async () => {
    process.env['LM_SHELL_TEST_PASSWORD'] = 'tiger-4711'
    server = await startOpensshServer()
  })
  afterAll(async () => {
    delete process.env['LM_SHELL_TEST_PASSWORD']
    await server.stop()
  })
  afterEach(async () => {
    for (const console of opened) await console.dispose()
    opened = []
  })

  const spec = () => `app: shop
environments:
  - name: test
    ssh:
      user: ${server.user}
      port: ${server.port}
      identityFile: ${server.keyPath}
      knownHosts: ${server.knownHostsPath}
      config: /dev/null
      hostKeys: strict
      passwordEnv: LM_SHELL_TEST_PASSWORD
    hosts:
      - { name: web-01, address: 127.0.0.1 }
      - { name: web-02, address: 127.0.0.1, port: 1 }
`
  async function consoleIn(folder = tempFolder()) {
    mkdirSync(join(folder, 'backups'), { recursive: true })
    const console = openConsole({
      folder,
      database: join(folder, 'lastmile.db'),
      logs: join(folder, 'logs.db'),
      backups: join(folder, 'backups'),
    })
    opened.push(console)
    await console.handlers['spec:apply']({ text: spec(), fileName: 'lastmile.yml' })
    return {
      console,
      list: () => console.handlers['shell:list']({}),
      open: (source: TerminalSource) => {
        const pane = new FakePane()
        pane.stream = console.terminals.open(source, pane)
        const shows = (text: string | RegExp) => expect.poll(() => pane.text, { timeout: 10_000 }).toMatch(text)
        const ends = () => expect.poll(() => pane.ended, { timeout: 10_000 }).toBeDefined()
        return { pane, shows, ends, type: (text: string) => pane.stream?.input(text) }
      },
    }
  }
  const shellOn = (host: string): TerminalSource => ({
    kind: 'shell',
    app: 'shop',
    environment: 'test',
    host,
    by: 'ann',
    columns: 91,
    rows: 33,
  })

  it('are interactive: echo, size, a new size, the end; and are recorded without secrets', async () => {
    const { console, list, open } = await consoleIn()
    const changes: unknown[] = []
    console.pushes.listen((name, payload) => changes.push([name, payload]))
    const { pane, shows, ends, type } = open(shellOn('web-01'))
    // typed while the connection is being made
    type('stty size\r')
    await shows(/stty size[^]*33 91\r\n/)
    pane.stream?.resize(120, 50)
    type('stty size\r')
    await shows(/50 120\r\n/)
    type('echo tiger-"4711"\r')
    await shows('**********\r\n')
    const [live] = await list()
    expect(live).toMatchObject({ app: 'shop', environment: 'test', host: 'web-01', openedBy: 'ann', sizeBytes: 0 })
    type('exit 3\r')
    await ends()
    expect(pane.ended).toEqual({ kind: 'ended' })
    const [closed] = await list()
    expect(closed).toEqual({ ...live, closedAtMs: expect.any(Number), sizeBytes: pane.receivedBytes })
    const record = open({ kind: 'shell-record', shell: closed!.shell })
    await record.ends()
    expect(record.pane.notices[0]).toMatchObject({ kind: 'section', step: 'shell', attempt: 1 })
    expect(record.pane.text).toBe(pane.text)
    expect(pane.text).not.toContain('tiger-4711')
    console.pushes.flush()
    expect(changes).toContainEqual(['shell:changed', { shell: closed!.shell }])
  })

  it('do not record a password that is typed without echo', async () => {
    const { list, open } = await consoleIn()
    const { shows, ends, type } = open(shellOn('web-01'))
    type('stty -echo; echo "ask"ed; read -r word; stty echo; echo "got $(printf %s "$word" | wc -c)"\r')
    await shows('asked\r\n')
    type('correct horse\r')
    await shows(/got 13/)
    type('exit\r')
    await ends()
    const record = open({ kind: 'shell-record', shell: (await list())[0]!.shell })
    await record.ends()
    expect(record.pane.text).toContain('got 13')
    expect(record.pane.text).not.toContain('correct horse')
  })

  it('end with their pane, and with the console', async () => {
    const folder = tempFolder()
    const { console, list, open } = await consoleIn(folder)
    const [first, second] = [open(shellOn('web-01')), open(shellOn('web-01'))]
    await Promise.all([first.shows(/./), second.shows(/./)])
    first.pane.stream?.close()
    expect((await list()).filter(({ closedAtMs }) => closedAtMs === undefined)).toHaveLength(1)
    opened = []
    await console.dispose()
    const again = await consoleIn(folder)
    expect((await again.list()).map(({ closedAtMs }) => closedAtMs !== undefined)).toEqual([true, true])
    expect(second.pane.ended).toBeUndefined()
  })

  it('that print without end wait for their pane', async () => {
    const { open } = await consoleIn()
    const { pane, shows, ends, type } = open(shellOn('web-01'))
    await shows(/./)
    pane.isFast = false
    type('exec head -c 3000000 /dev/zero\r')
    await expect.poll(() => pane.onTheWayBytes, { timeout: 10_000 }).toBeGreaterThan(512 * 1024 - 2 * 64 * 1024)
    await new Promise((resolve) => setTimeout(resolve, 200))
    expect(pane.mostOnTheWayBytes).toBeLessThanOrEqual(512 * 1024)
    pane.isFast = true
    pane.ackAll()
    await ends()
    expect(pane.receivedBytes).toBeGreaterThanOrEqual(3_000_000)
  })

  it.each([
    [{ ...shellOn('web-09') }, 'rollout.no-such-host'],
    [{ ...shellOn('web-01'), rollout: 'none' } as TerminalSource, 'rollout.unknown'],
    [{ ...shellOn('web-02') }, 'ssh.connect-refused'],
    [{ kind: 'shell-record', shell: 'none' } as const, 'logs.no-shell'],
    [{ kind: 'log', rollout: 'none', host: 'web-01' } as const, 'rollout.unknown'],
  ])('say what is wrong: %o', async (source, code) => {
    const { list, open } = await consoleIn()
    const { pane, ends } = open(source)
    await ends()
    expect(pane.ended).toMatchObject({ error: { code } })
    expect(await list()).toEqual([])
  })

  it('tell a lost connection and a changed host key', async () => {
    const { open } = await consoleIn()
    const lost = open(shellOn('web-01'))
    await lost.shows(/./)
    await server.changeHostKeys()
    await lost.ends()
    expect(lost.pane.ended).toMatchObject({ error: { code: 'ssh.connection-lost' } })
    const changed = open(shellOn('web-01'))
    await changed.ends()
    expect(changed.pane.ended).toMatchObject({ error: { code: 'ssh.host-key-changed' } })
  })
})
