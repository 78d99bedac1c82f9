import { execFileSync } from 'node:child_process'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { readLog } from '../../src/main/logs/log-store'
import { openLogs } from '../../src/main/logs/logs-db'
import { asHostName, asRolloutId } from '../../src/shared/domain/ids'
import config from '../../vite.config'
import { buildEntries } from '../helpers/build-entries'

it('finds its worker beside the chunks when it is built as the product is', async () => {
  // Below node_modules, so that the built code finds its dependencies.
  const outDir = mkdtempSync(resolve('node_modules/.log-writer-'))
  onTestFinished(() => rmSync(outDir, { recursive: true, force: true }))
  await buildEntries(outDir, {
    'log-writer': 'src/main/logs/log-writer.ts',
    probe: 'test/fixtures/log-sink-probe.ts',
  })
  expect(readdirSync(join(outDir, 'chunks')).some((name) => name.startsWith('log-sink'))).toBe(true)
  const file = join(outDir, 'logs.db')
  execFileSync(process.execPath, [join(outDir, 'probe.js'), file], { stdio: 'inherit' })
  const db = openLogs(file)
  const key = { rollout: asRolloutId('r1'), host: asHostName('web-01'), step: 'restart', attempt: 1 }
  const text = Buffer.concat([...readLog(db, key)].map(({ bytes }) => bytes)).toString()
  db.close()
  expect(text).toBe('built and stored\n')
})

it('is among the entries of the product', () => {
  expect(JSON.stringify(config.build?.rollupOptions?.input)).toContain('src/main/logs/log-writer.ts')
})
