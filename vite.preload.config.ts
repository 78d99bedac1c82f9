import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vite'

/** What the window's page gets before it is loaded: one CommonJS file, since a sandboxed preload script can be nothing else. */
export default defineConfig({
  build: {
    ssr: fileURLToPath(new URL('src/main/desktop/preload.ts', import.meta.url)),
    target: 'chrome140',
    outDir: fileURLToPath(new URL('out/preload', import.meta.url)),
    emptyOutDir: true,
    sourcemap: false,
    rollupOptions: { external: ['electron'], output: { format: 'cjs', entryFileNames: 'preload.cjs' } },
  },
})
