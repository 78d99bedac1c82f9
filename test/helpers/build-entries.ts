import { build } from 'vite'
import config from '../../vite.config'

/** Build other entries the way the product is built. `outDir` lies below the repository, so that packages are found. */
export async function buildEntries(outDir: string, input: Readonly<Record<string, string>>): Promise<void> {
  const { rollupOptions, ...options } = config.build ?? {}
  await build({
    configFile: false,
    logLevel: 'error',
    define: config.define ?? {},
    build: { ...options, outDir, rollupOptions: { ...rollupOptions, input: { ...input } } },
  })
}
