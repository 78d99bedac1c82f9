import { expect, it, onTestFinished } from 'vitest'
import { runCli, startCli } from '../../helpers/built-cli'
import { tempFolder } from '../../helpers/temp-folder'

it('serves the built page until it is ended, and gives fresh links meanwhile', async () => {
  const data = tempFolder()
  const { child, ended, line } = startCli(['serve', '--port', '0', '--data', data, '--json'])
  onTestFinished(() => void child.kill('SIGKILL'))
  const { url } = await line(({ kind }) => kind === 'serving')
  const first = await fetch(String(url), { redirect: 'manual' })
  const cookie = (first.headers.get('set-cookie') ?? '').split(';')[0] ?? ''
  const page = await fetch(new URL('/', String(url)), { headers: { cookie } })
  expect([first.status, page.status]).toEqual([303, 200])
  expect(await page.text()).toMatch(/<script type="module"[^>]+src="\.\/assets\/[^"]+\.js"/)

  const again = await runCli(['serve', '--data', data])
  expect(again.exitCode).toBe(0)
  expect(again.stdout).toMatch(/http:\/\/127\.0\.0\.1:\d+\/\?token=[\w-]{43}\n/)

  child.kill('SIGTERM')
  expect(await ended).toMatchObject({ exitCode: 0, stderr: '' })
})

it('refuses to serve other machines without more ado', async () => {
  const { exitCode, stderr } = await runCli(['serve', '--listen', '0.0.0.0', '--data', tempFolder()])
  expect(exitCode).toBe(2)
  expect(stderr).toMatch(/^lastmile: 0\.0\.0\.0 can be reached from other machines/)
  expect(stderr).not.toMatch(/\bat .+:\d+:\d+/)
})
