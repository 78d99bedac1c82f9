import { builtinModules } from 'node:module'
import { defineConfig, type OxlintOverride } from 'oxlint'

/** Packages that only some folders may import. */
const reservedPackages: readonly { name: string; regex: string; folders: readonly string[] }[] = [
  { name: 'electron', regex: '^electron(/|$)', folders: ['main/desktop', 'main/secrets'] },
  { name: 'ssh2', regex: '^ssh2(/|$)', folders: ['main/ssh', 'main/demo'] },
  { name: 'better-sqlite3', regex: '^better-sqlite3(/|$)', folders: ['main/db', 'main/logs'] },
  { name: '@xterm/*', regex: '^@xterm/', folders: ['renderer/terminal'] },
]

/** What each folder of src/main may import from its neighbours, beside src/shared: architecture.md as a table. */
const mainDirections: Readonly<Record<string, readonly string[]>> = {
  ports: [],
  commands: ['ports'],
  turns: [],
  shell: ['ports', 'commands', 'turns'],
  ssh: ['ports', 'shell', 'turns'],
  db: ['ports'],
  logs: ['ports'],
  awake: ['ports'],
  checks: ['ports'],
  integrations: ['ports'],
  secrets: ['ports'],
  'data-folder': ['ports'],
  spec: ['ports'],
  rollout: ['ports', 'commands', 'turns'],
  ipc: ['ports', 'rollout'],
  terminals: ['ports', 'ipc', 'turns'],
  page: ['ports'],
  demo: ['console', 'ipc client'],
  cli: ['console', 'ipc client', 'demo', 'web'],
  web: ['console', 'ipc client', 'page session', 'page', 'demo'],
  desktop: ['ports', 'console', 'ipc client', 'page session', 'page', 'demo', 'cli'],
}

const doors = ['cli', 'web', 'desktop', 'demo']
const seeAlso = 'See "Import directions" in architecture.md.'
const builtins = builtinModules.filter((name) => !name.startsWith('_'))
const nodeRegex = `^(node:|(${builtins.join('|')})(/|$))`

type Restriction = { regex: string; message: string } | { group: string[]; message: string }

/** The reserved packages that `folder` may not import. */
function refusePackages(folder: string): Restriction[] {
  return reservedPackages
    .filter(({ folders }) => !folders.includes(folder))
    .map(({ name, regex, folders }) => ({
      regex,
      message: `${name} is imported only in ${folders.map((owner) => `src/${owner}`).join(' and ')}. ${seeAlso}`,
    }))
}

/** One override. The last one that matches a file wins, so a file must match only one of these. */
function directions(files: string, patterns: Restriction[], excludeFiles: string[] = []): OxlintOverride {
  return { files: [files], excludeFiles, rules: { 'no-restricted-imports': ['error', { patterns }] } }
}

const refuseRenderer: Restriction = {
  regex: String.raw`^(\.\./)+(src/)?renderer(/|$)`,
  message: `src/main never imports src/renderer; they share src/shared. ${seeAlso}`,
}

/** Refuse each neighbour below src/main that `allowed` does not name; `../` leads there from any depth. */
function mainFolder(folder: string, allowed: readonly string[]): OxlintOverride {
  const message = `src/main/${folder} may import only ${['shared', ...allowed].join(', ')}. ${seeAlso}`
  const refused = [...Object.keys(mainDirections), 'console'].filter(
    (name) => name !== folder && !allowed.includes(name) && !(name === 'ipc' && allowed.includes('ipc client')),
  )
  const patterns: Restriction[] = [
    { regex: String.raw`^(\.\./)+(src/)?(main/)?(${refused.join('|')})(/|$)`, message },
    refuseRenderer,
    ...refusePackages(`main/${folder}`),
  ]
  if (allowed.includes('ipc client')) {
    const pages = allowed.includes('page session') ? ['!**/ipc/page-session'] : []
    patterns.push({ group: ['**/ipc/*', '!**/ipc/*client', ...pages, '!**/shared/ipc/*'], message })
  }
  return directions(`src/main/${folder}/**`, patterns)
}

const rendererPatterns: Restriction[] = [
  {
    regex: String.raw`^(\.\./)+(src/)?main(/|$)`,
    message: `src/renderer never imports src/main; they share src/shared. ${seeAlso}`,
  },
  { regex: nodeRegex, message: `src/renderer runs in a browser and imports nothing of Node. ${seeAlso}` },
]

export default defineConfig({
  plugins: ['typescript', 'unicorn', 'oxc', 'import', 'promise', 'node'],
  categories: { correctness: 'error' },
  options: { typeAware: true, denyWarnings: true, reportUnusedDisableDirectives: 'error' },
  ignorePatterns: ['out/**', 'node_modules/**', 'test/fixtures/**'],
  rules: {
    eqeqeq: 'error',
    'no-console': 'error',
    'no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_', ignoreRestSiblings: true }],
    'max-lines': ['error', { max: 400, skipBlankLines: false, skipComments: false }],
    'import/no-cycle': 'error',
    'typescript/no-explicit-any': 'error',
    'typescript/no-floating-promises': 'error',
    'typescript/no-misused-promises': 'error',
    'typescript/consistent-type-imports': ['error', { disallowTypeAnnotations: false }],
    // code points are what is wanted when text is spread
    'typescript/no-misused-spread': ['error', { allow: ['string'] }],
    // terminal output is full of control characters
    'no-control-regex': 'off',
    'unicorn/no-useless-spread': 'off',
  },
  overrides: [
    {
      files: ['src/**/*.ts'],
      rules: { 'max-lines-per-function': ['error', { max: 50, skipBlankLines: false, skipComments: false }] },
    },
    {
      files: ['src/**/*.tsx'],
      rules: { 'max-lines-per-function': ['error', { max: 200, skipBlankLines: false, skipComments: false }] },
    },
    { files: ['src/main/cli/**', 'src/main/demo/**', 'test/**'], rules: { 'no-console': 'off' } },
    {
      files: ['test/**/*.test.ts'],
      plugins: ['typescript', 'unicorn', 'oxc', 'import', 'promise', 'node', 'vitest'],
      rules: {
        'vitest/no-focused-tests': 'error',
        'vitest/expect-expect': ['error', { assertFunctionNames: ['expect', 'expect*', 'fc.assert', 'assert*'] }],
        'vitest/valid-expect': ['error', { maxArgs: 2 }],
        'vitest/valid-expect-in-promise': 'error',
      },
    },
    directions('src/shared/**', [
      { regex: nodeRegex, message: `src/shared is pure and imports nothing of Node. ${seeAlso}` },
      {
        regex: String.raw`^(\.\./)+(src/)?(main|renderer)(/|$)`,
        message: `src/shared is pure and imports neither src/main nor src/renderer. ${seeAlso}`,
      },
      ...refusePackages('shared'),
    ]),
    ...Object.entries(mainDirections).map(([folder, allowed]) => mainFolder(folder, allowed)),
    directions('src/main/*.ts', [
      {
        regex: String.raw`^\./(${doors.join('|')})(/|$)`,
        message: `The doors open the console; src/main/console.ts knows none of them. ${seeAlso}`,
      },
      refuseRenderer,
      ...refusePackages('main'),
    ]),
    directions('src/renderer/**', [...rendererPatterns, ...refusePackages('renderer')], ['src/renderer/terminal/**']),
    directions('src/renderer/terminal/**', [...rendererPatterns, ...refusePackages('renderer/terminal')]),
  ],
})
