import { describe, expect, it } from 'vitest'
import { main } from '../../../../../src/main/cli/main'
// loaded with this file: `until` counts turns, and loading it under load takes many
import '../../../../../src/main/cli/verbs/serve'
import type { WebDoor } from '../../../../../src/main/web/open-web'
import { FakeCli } from '../../../../helpers/fake-cli'
import { until } from '../../../../helpers/until'

const url = 'http://127.0.0.1:4680/?token=t0ken'

function serving(parts: Partial<Extract<WebDoor, { kind: 'serving' }>> = {}) {
  const closed: string[] = []
  const door: WebDoor = {
    kind: 'serving',
    url,
    address: '127.0.0.1',
    port: 4680,
    isTls: false,
    isOtherPort: false,
    dataFolder: '/data',
    close: () => Promise.resolve(void closed.push('closed')),
    ...parts,
  }
  const cli = new FakeCli({ door })
  const serve = (...words: string[]) => main(['serve', ...words], cli)
  return { cli, serve, closed }
}

describe('serve', () => {
  it('prints the address and the way to it, serves until it is ended, and ends in order', async () => {
    const { cli, serve, closed } = serving()
    const done = serve('--data', '/data', '--port', '4680')
    await until(() => cli.stdout.text.includes('Ctrl-C'))
    expect(cli.stdout.text).toContain(`\n  ${url}\n`)
    expect(cli.stdout.text).toMatch(/\n {2}ssh -L 4680:127\.0\.0\.1:4680 \S+@\S+\n/)
    expect(closed).toEqual([])
    cli.signal('SIGTERM')
    expect(await done).toBe(0)
    expect(closed).toEqual(['closed'])
    expect(cli.stderr.text).toContain('goes on')
    expect([cli.webWishes, cli.shown, cli.leftBehind()]).toEqual([
      [{ dataFolder: '/data', port: 4680, listen: undefined, isKnown: false, tlsCert: undefined, tlsKey: undefined }],
      [],
      0,
    ])
  })

  it('takes the Ctrl-C that npm passes on a second time for the same one', async () => {
    let close: () => void = () => undefined
    const { cli, serve } = serving({ close: () => new Promise((resolve) => (close = resolve)) })
    const done = serve()
    await until(() => cli.stdout.text.includes('Ctrl-C'))
    cli.signal('SIGINT')
    await until(() => cli.stderr.text.includes('Ending'))
    cli.signal('SIGINT', 5)
    close()
    expect(await done).toBe(0)
    expect(cli.stderr.lines()).toHaveLength(1)
  })

  it('prints a fresh address of a console that is served already, and ends', async () => {
    const cli = new FakeCli({ door: { kind: 'running', url, pid: 7 } })
    expect(await main(['serve', '--open'], cli)).toBe(0)
    expect(cli.stdout.text).toContain(url)
    expect(cli.stdout.text).toContain('process 7')
    expect(cli.shown).toEqual([url])
    expect(cli.stderr.text).toContain('No browser could be opened here')
  })

  it('prints one object for scripts', async () => {
    const { cli, serve } = serving({ port: 5000, isOtherPort: true })
    const done = serve('--json')
    await until(() => cli.stdout.text.endsWith('}\n'))
    cli.signal('SIGINT')
    expect(await done).toBe(0)
    expect(JSON.parse(cli.stdout.text)).toEqual({
      kind: 'serving',
      url,
      address: '127.0.0.1',
      port: 5000,
      pid: process.pid,
    })
    expect(cli.stderr.text).toBe('')
  })

  it('says when it listens elsewhere than usual', async () => {
    const { cli, serve } = serving({ port: 5000, isOtherPort: true })
    const done = serve()
    await until(() => cli.stdout.text.includes('Port 4680 is taken'))
    cli.signal('SIGINT')
    expect(await done).toBe(0)
  })

  it.each(['x', '-1', '65536', ''])('refuses port "%s"', async (port) => {
    const { cli, serve } = serving()
    expect(await serve(`--port=${port}`)).toBe(2)
    expect(cli.webWishes).toEqual([])
  })

  it('hands on what it takes to listen elsewhere', async () => {
    const { cli, serve } = serving()
    const done = serve('--listen', '10.0.0.5', '--i-know', '--tls-cert', 'a.crt', '--tls-key', 'a.key')
    await until(() => cli.stdout.text.includes('Ctrl-C'))
    cli.signal('SIGINT')
    await done
    expect(cli.webWishes).toMatchObject([{ listen: '10.0.0.5', isKnown: true, tlsCert: 'a.crt', tlsKey: 'a.key' }])
  })
})
