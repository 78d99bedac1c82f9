import { readFileSync } from 'node:fs'
import { defineConfig } from 'vitest/config'

const { version } = JSON.parse(readFileSync(new URL('package.json', import.meta.url), 'utf8')) as { version: string }

/** Both cores of a small machine; left to itself Vitest takes one of them. */
const maxWorkers = 2

/** Tests of what holds processes, sockets or a replaced module: each file in a process of its own. */
const isolatedTests = ['commands', 'demo', 'desktop', 'logs', 'shell', 'ssh'].map(
  (folder) => `test/unit/main/${folder}/**/*.test.ts`,
)

/** Node entries of the console. Everything from node_modules stays external: the package ships with its dependencies. */
export default defineConfig({
  define: { __LASTMILE_VERSION__: JSON.stringify(version) },
  build: {
    ssr: true,
    target: 'node24',
    outDir: 'out/main',
    emptyOutDir: true,
    sourcemap: true,
    rollupOptions: {
      // there in Electron only, and not a package that is shipped
      external: ['electron'],
      input: {
        lastmile: 'src/main/cli/lastmile.ts',
        start: 'src/main/cli/start.ts',
        // where Electron begins
        desktop: 'src/main/desktop/app.ts',
        // a worker thread; `logs/writer-url.ts` finds it
        'log-writer': 'src/main/logs/log-writer.ts',
        // and two more; `shared/util/worker-url.ts` finds them
        'backup-worker': 'src/main/db/backup-worker.ts',
        'checkpoint-worker': 'src/main/db/checkpoint-worker.ts',
      },
      output: { entryFileNames: '[name].js', chunkFileNames: 'chunks/[name]-[hash].js' },
    },
  },
  test: {
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['test/unit/**/*.test.ts'],
          exclude: isolatedTests,
          testTimeout: 20_000,
          // to load the modules anew for each of 250 files takes five times as long as the tests
          isolate: false,
          maxWorkers,
        },
      },
      { extends: true, test: { name: 'unit-isolated', include: isolatedTests, testTimeout: 20_000, maxWorkers } },
      {
        extends: true,
        test: {
          name: 'integration',
          include: ['test/integration/**/*.test.ts'],
          testTimeout: 120_000,
          hookTimeout: 120_000,
          maxWorkers,
        },
      },
    ],
  },
})
