import {
  chmodSync,
  existsSync,
  globSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, it, vi } from 'vitest'
import { formsOf } from '../../../src/main/secrets/secret-forms'
import { startCli, type CliResult } from '../../helpers/built-cli'
import { startOpensshServer, type OpensshServer } from '../../helpers/openssh-server'
import { needs } from '../../helpers/require-tools'

const token = `t0ken/with+odd "chars" & 100%`
const password = 'hunter2-and-more'
const cleanups: (() => Promise<unknown> | void)[] = []
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup()
})

/** Prints the secret in every way that hosts have at hand, in pieces and in the result, before it ends as told. */
const restart = `
touch "$HOME/begun"
until [ -e "$HOME/go" ]; do sleep 0.05; done
f=$LASTMILE_SECRET_TOKEN_FILE
cat "$f"; echo
base64 <"$f"; printf 'user:%s' "$(cat "$f")" | base64; printf 'ab%s' "$(cat "$f")" | base64 | tr '+/' '-_' | tr -d =
od -An -v -tx1 "$f" | tr -d ' \\n' | sed 's/../%&/g'; echo
head -c 7 "$f"; sleep 0.3; tail -c +8 "$f"; echo
echo "$LASTMILE_SECRET_DB_PASSWORD" >&2
echo "seen=$(cat "$f")" >>"$LASTMILE_RESULT"
case $(cat "$HOME/mode") in
  fail) echo "refused: $(cat "$f")"; exit 7 ;;
  hang) echo "last: $LASTMILE_SECRET_DB_PASSWORD"; sleep 1000 ;;
esac`

class SecretSite {
  readonly dir = mkdtempSync(join(tmpdir(), 'lastmile-secrets-'))
  readonly home: string
  readonly texts: string[] = []
  readonly #file: string

  constructor(sshd: OpensshServer) {
    cleanups.push(() => rmSync(this.dir, { recursive: true, force: true }))
    this.home = sshd.homeOf('127.3.0.1')
    this.#file = join(this.dir, 'lastmile.yml')
    writeFileSync(join(this.dir, 'token'), token, { mode: 0o600 })
    const ssh = {
      user: sshd.user,
      port: sshd.port,
      identityFile: sshd.keyPath,
      knownHosts: sshd.knownHostsPath,
      agent: false,
    }
    const hosts = [{ name: 'web-01', address: '127.3.0.1' }]
    const strategy = { canary: false, batches: 1, maxUnavailable: 1 }
    const spec = {
      app: 'shop',
      secrets: { token: { file: './token' }, 'db-password': { env: 'SHOP_PASSWORD', as: 'environment' } },
      lifecycle: { restart: { run: restart, timeout: '3s' } },
      environments: [{ name: 'test', ssh, hosts, strategy, lock: false }],
    }
    writeFileSync(this.#file, JSON.stringify(spec))
  }

  apply = () => this.cli(['apply', this.#file, '--yes'])

  /** Run a verb to its end and keep what it said. */
  async cli(
    args: readonly string[],
    env: Readonly<Record<string, string>> = { SHOP_PASSWORD: password },
  ): Promise<CliResult> {
    const result = await startCli([...args, '--data', join(this.dir, 'data')], { env }).ended
    this.texts.push(result.stdout, result.stderr)
    return result
  }

  /** Files of secrets that are on the host now. */
  files = () =>
    globSync('.lastmile/secrets/*/*/LASTMILE_SECRET_*', { cwd: this.home }).map((file) => join(this.home, file))

  /** Release; while the step waits, look at its files and at every argument list of the machine. */
  async release(version: string, mode: string): Promise<CliResult> {
    for (const name of ['begun', 'go']) rmSync(join(this.home, name), { force: true })
    writeFileSync(join(this.home, 'mode'), mode)
    const ended = this.cli(['run', 'shop', version, '--env', 'test', '--yes', '--json'])
    const hasBegun = vi.waitFor(() => expect(existsSync(join(this.home, 'begun'))).toBe(true), { timeout: 30_000 })
    await Promise.race([hasBegun, ended.then(({ stderr }) => Promise.reject(new Error(`it did not begin: ${stderr}`)))])
    expect(this.files().map((file) => [readFileSync(file, 'utf8'), statSync(file).mode & 0o777])).toEqual([
      [password, 0o600],
      [token, 0o600],
    ])
    writeFileSync(join(this.home, 'go'), '')
    let isOver = false
    void ended.finally(() => (isOver = true))
    while (!isOver) {
      this.texts.push(...argumentLists())
      await new Promise((resolve) => setTimeout(resolve, 20))
    }
    expect(this.files()).toEqual([])
    return ended
  }

  /** All that is kept here and on the host. */
  kept(): Buffer[] {
    return [join(this.dir, 'data'), join(this.home, '.lastmile')].flatMap((folder) =>
      readdirSync(folder, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => readFileSync(join(entry.parentPath, entry.name))),
    )
  }
}

const argumentLists = (): string[] =>
  globSync('/proc/[0-9]*/cmdline').flatMap((file) => {
    try {
      return readFileSync(file, 'utf8')
    } catch {
      return []
    }
  })

function expectNoSecret(bytes: Buffer | string): void {
  for (const form of [token, password].flatMap(formsOf)) {
    if (bytes.includes(form.bytes.toString()))
      throw new Error(`found ${form.bytes.toString()} in ${bytes.toString().slice(0, 500)}`)
  }
}

async function openSite(): Promise<SecretSite> {
  const sshd = await startOpensshServer({ addresses: ['127.3.0.1'] })
  cleanups.push(() => sshd.stop())
  const site = new SecretSite(sshd)
  expect(await site.apply()).toMatchObject({ exitCode: 0 })
  return site
}

needs('sshd', 'loopback-range')('a step with secrets', () => {
  it('has them while it runs, and leaves them nowhere: not when it succeeds, fails, or is ended', async () => {
    const site = await openSite()
    expect(await site.release('1.0.0', 'succeed')).toMatchObject({ exitCode: 0 })
    const { stdout } = await site.cli(['logs', 'latest', 'web-01', 'restart'])
    // as many stars as there were bytes
    expect(stdout.split('\n').slice(1, 3)).toEqual([
      '*'.repeat(token.length),
      '*'.repeat(4 * Math.ceil(token.length / 3)),
    ])
    expect(stdout.split('\n').at(-2)).toBe('*'.repeat(password.length))
    expect(await site.release('1.0.1', 'fail')).toMatchObject({ exitCode: 3 })
    expect((await site.cli(['show', 'latest'])).stdout).toContain(`exit code 7: refused: ${'*'.repeat(token.length)}`)
    expect(await site.cli(['revoke', 'latest', '--reason', 'test'])).toMatchObject({ exitCode: 0 })
    expect(await site.release('1.0.2', 'hang')).toMatchObject({ exitCode: 3 })
    await site.cli(['logs', 'latest', 'web-01'])
    for (const verb of [
      ['report', 'latest', '--format', 'json'],
      ['export', 'shop'],
    ])
      await site.cli(verb)
    for (const bytes of [...site.texts, ...site.kept()]) expectNoSecret(bytes)
    expect(site.texts.join('\n')).toContain('SHOP_PASSWORD')
  }, 240_000)

  it('does not begin without them', async () => {
    const site = await openSite()
    for (const verb of ['plan', 'run']) {
      const missing = await site.cli([verb, 'shop', '1.0.0', '--env', 'test'], { SHOP_PASSWORD: '' })
      expect(missing).toMatchObject({
        exitCode: 2,
        stderr: expect.stringContaining('SHOP_PASSWORD, which is not set') as string,
      })
    }
    chmodSync(join(site.dir, 'token'), 0o644)
    const open = await site.cli(['run', 'shop', '1.0.0', '--env', 'test', '--yes'])
    expect(open).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining(`Run: chmod 600 ${site.dir}/token`) as string,
    })
    expect(JSON.parse((await site.cli(['history', '--json'])).stdout)).toEqual([])
  })
})
