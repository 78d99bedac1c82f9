import { spawnSync } from 'node:child_process'
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'

const root = join(import.meta.dirname, '../..')

type Finding = { readonly filename: string; readonly code: string; readonly message: string; readonly help?: string }

/** A throw-away project with the real lint configuration, to see what lint says about files that break a rule. */
export class LintCopy {
  readonly folder = mkdtempSync(join(tmpdir(), 'lastmile-lint-'))
  private findings: readonly Finding[] = []

  constructor() {
    for (const name of ['oxlint.config.ts', 'tsconfig.base.json'])
      copyFileSync(join(root, name), join(this.folder, name))
    symlinkSync(join(root, 'node_modules'), join(this.folder, 'node_modules'))
    this.write('tsconfig.json', '{ "extends": "./tsconfig.base.json", "include": ["src", "test"] }')
    this.write('package.json', '{ "type": "module" }')
  }

  write(file: string, text: string): void {
    mkdirSync(dirname(join(this.folder, file)), { recursive: true })
    writeFileSync(join(this.folder, file), text)
  }

  /** Lint everything written so far; returns the exit code. */
  lint(): number | null {
    const oxlint = join(root, 'node_modules/.bin/oxlint')
    const run = spawnSync(oxlint, ['--format', 'json'], { cwd: this.folder, encoding: 'utf8', maxBuffer: 64 * 2 ** 20 })
    this.findings = (JSON.parse(run.stdout) as { diagnostics: Finding[] }).diagnostics
    return run.status
  }

  /** What the last `lint` found in one file, as `rule: message`. */
  messagesAt(file: string): string[] {
    return this.findings
      .filter(({ filename }) => filename === file)
      .map(({ code, message, help }) => `${code.replace(/^.*\((.*)\)$/, '$1')}: ${help ?? ''} ${message}`)
  }

  dispose(): void {
    rmSync(this.folder, { recursive: true, force: true })
  }
}
